namespace Caliban.Emulator.Filters;

/// <summary>
/// Reads filters. NOT binds strongest, then OR, then AND, which surprises and is so for both services.
/// </summary>
/// <param name="allowsSequence">Whether terms can follow each other without AND, as in Cloud Logging.</param>
/// <seealso href="https://google.aip.dev/160"/>
internal sealed class FilterParser(string text, bool allowsSequence)
{
    private readonly List<FilterToken> _tokens = [.. new FilterLexer(text).Read()];
    private int _position;

    /// <returns>Null for an empty filter.</returns>
    /// <exception cref="FilterException">It is none.</exception>
    public static FilterExpression? Parse(string text, bool allowsSequence) => new FilterParser(text, allowsSequence).Parse();

    private FilterExpression? Parse()
    {
        if (_tokens.Count == 0)
        {
            return null;
        }

        var expression = All();
        return _position == _tokens.Count ? expression : throw Unexpected();
    }

    private FilterExpression All()
    {
        var terms = new List<FilterExpression> { Any() };
        while (_position < _tokens.Count && !_tokens[_position].Is(")"))
        {
            if (!Take("AND") && !allowsSequence)
            {
                throw Unexpected();
            }

            terms.Add(Any());
        }

        return terms.Count == 1 ? terms[0] : new AllOf(terms);
    }

    private FilterExpression Any()
    {
        var terms = new List<FilterExpression> { Term() };
        while (Take("OR"))
        {
            terms.Add(Term());
        }

        return terms.Count == 1 ? terms[0] : new AnyOf(terms);
    }

    private FilterExpression Term()
    {
        if (Take("NOT"))
        {
            return new Negation(Term());
        }

        if (Take("("))
        {
            var inner = All();
            return Take(")") ? inner : throw Unexpected();
        }

        var field = Word();
        var sign = _position < _tokens.Count && _tokens[_position].IsOperator ? _tokens[_position++].Text : throw Unexpected();
        if (!Take("("))
        {
            var value = Word();
            return new Comparison(field.Text, sign, value.Text, value.IsQuoted);
        }

        return Values(field.Text, sign);
    }

    /// <summary><c>field=("a" OR "b")</c>.</summary>
    private AnyOf Values(string field, string sign)
    {
        var terms = new List<FilterExpression>();
        do
        {
            var value = Word();
            terms.Add(new Comparison(field, sign, value.Text, value.IsQuoted));
        }
        while (Take("OR"));
        return Take(")") ? new AnyOf(terms) : throw Unexpected();
    }

    private FilterToken Word()
    {
        if (_position >= _tokens.Count || (!_tokens[_position].IsQuoted && (_tokens[_position].IsOperator || _tokens[_position].Text is "(" or ")" or "AND" or "OR" or "NOT")))
        {
            throw Unexpected();
        }

        return _tokens[_position++];
    }

    private bool Take(string text)
    {
        if (_position < _tokens.Count && _tokens[_position].Is(text))
        {
            _position++;
            return true;
        }

        return false;
    }

    private FilterException Unexpected() =>
        new(_position < _tokens.Count ? $"Unexpected '{_tokens[_position].Text}'." : "The filter ends where a term is expected.");
}
