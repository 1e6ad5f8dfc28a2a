using System.Text;

namespace Caliban.Core.Registries.Authentication;

/// <summary>
/// Reads <c>WWW-Authenticate</c> headers. A comma separates parameters as well as challenges, so a word counts as a parameter
/// when an equals sign follows it and as a scheme otherwise. What cannot be read ends its header; what came before counts.
/// </summary>
internal sealed class ChallengeReader
{
    private const string TokenSymbols = "!#$%&'*+-.^_`|~";

    private readonly string _text;
    private int _position;

    private ChallengeReader(string text) => _text = text;

    public static IReadOnlyList<Challenge> Read(IEnumerable<string> headers) => [.. headers.SelectMany(header => new ChallengeReader(header).Read())];

    private List<Challenge> Read()
    {
        var challenges = new List<Challenge>();
        Dictionary<string, string>? parameters = null;
        while (true)
        {
            SkipSeparators();
            if (Token() is not { } word)
            {
                return challenges;
            }

            if (parameters is not null && Skip('='))
            {
                if (Value() is not { } value)
                {
                    return challenges;
                }

                parameters.TryAdd(word, value);
            }
            else
            {
                parameters = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
                challenges.Add(new Challenge(word, parameters));
            }
        }
    }

    private void SkipSeparators()
    {
        while (_position < _text.Length && _text[_position] is ',' or ' ' or '\t')
        {
            _position++;
        }
    }

    private bool Skip(char character)
    {
        var next = _position;
        while (next < _text.Length && _text[next] is ' ' or '\t')
        {
            next++;
        }

        if (next >= _text.Length || _text[next] != character)
        {
            return false;
        }

        _position = next + 1;
        while (_position < _text.Length && _text[_position] is ' ' or '\t')
        {
            _position++;
        }

        return true;
    }

    private string? Token()
    {
        var start = _position;
        while (_position < _text.Length && (char.IsAsciiLetterOrDigit(_text[_position]) || TokenSymbols.Contains(_text[_position], StringComparison.Ordinal)))
        {
            _position++;
        }

        return _position > start ? _text[start.._position] : null;
    }

    private string? Value()
    {
        if (_position >= _text.Length || _text[_position] != '"')
        {
            return Token();
        }

        var value = new StringBuilder();
        for (_position++; _position < _text.Length; _position++)
        {
            if (_text[_position] == '"')
            {
                _position++;
                return value.ToString();
            }

            if (_text[_position] == '\\' && _position + 1 < _text.Length)
            {
                _position++;
            }

            value.Append(_text[_position]);
        }

        return null;
    }
}
