using System.Text;

namespace Caliban.Emulator.Filters;

/// <summary>Cuts a filter into words, quoted texts, operators and parentheses.</summary>
internal sealed class FilterLexer(string text)
{
    private int _position;

    public IEnumerable<FilterToken> Read()
    {
        while (true)
        {
            while (_position < text.Length && char.IsWhiteSpace(text[_position]))
            {
                _position++;
            }

            if (_position >= text.Length)
            {
                yield break;
            }

            yield return Next();
        }
    }

    private FilterToken Next()
    {
        var character = text[_position];
        switch (character)
        {
            case '(' or ')' or ':' or '=':
                _position++;
                return new FilterToken(character.ToString(), false);
            case '<' or '>' or '!':
                return Sign(character);
            default:
                return Path();
        }
    }

    private FilterToken Sign(char first)
    {
        var hasEqual = _position + 1 < text.Length && text[_position + 1] == '=';
        if (first == '!' && !hasEqual)
        {
            throw new FilterException($"Unexpected '!' at position {_position}.");
        }

        _position += hasEqual ? 2 : 1;
        return new FilterToken(hasEqual ? $"{first}=" : first.ToString(), false);
    }

    /// <summary>A word, a text in quotes, or a path with quoted parts such as <c>labels."a.b"</c>.</summary>
    private FilterToken Path()
    {
        var builder = new StringBuilder();
        var isQuoted = text[_position] is '"' or '\'';
        while (_position < text.Length && !(char.IsWhiteSpace(text[_position]) || text[_position] is '(' or ')' or ':' or '=' or '<' or '>' or '!'))
        {
            if (text[_position] is '"' or '\'')
            {
                Quoted(builder);
            }
            else
            {
                isQuoted = false;
                builder.Append(text[_position++]);
            }
        }

        return new FilterToken(builder.ToString(), isQuoted);
    }

    private void Quoted(StringBuilder builder)
    {
        var start = _position;
        var quote = text[_position++];
        for (; _position < text.Length && text[_position] != quote; _position++)
        {
            if (text[_position] == '\\' && ++_position >= text.Length)
            {
                break;
            }

            builder.Append(text[_position]);
        }

        if (_position++ >= text.Length)
        {
            throw new FilterException($"Unclosed string at position {start}.");
        }
    }
}
