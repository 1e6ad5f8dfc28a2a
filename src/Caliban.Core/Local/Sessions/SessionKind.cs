namespace Caliban.Core.Local.Sessions;

/// <summary>What a person does in the image: <c>CalibanCommand</c>.</summary>
public enum SessionKind
{
    Shell,
    Notebook,
}
