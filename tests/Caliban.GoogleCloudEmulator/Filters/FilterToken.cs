namespace Caliban.Emulator.Filters;

/// <param name="IsQuoted">A text in quotes, never a word of the language.</param>
internal sealed record FilterToken(string Text, bool IsQuoted)
{
    /// <summary>Whether it is this word or sign of the language.</summary>
    public bool Is(string text) => !IsQuoted && Text == text;

    public bool IsOperator => !IsQuoted && Text is "=" or "!=" or "<" or "<=" or ">" or ">=" or ":";
}
