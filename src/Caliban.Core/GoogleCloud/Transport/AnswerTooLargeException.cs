namespace Caliban.Core.GoogleCloud.Transport;

/// <summary>An answer has more bytes than its request allows. Asking again would not make it shorter.</summary>
internal sealed class AnswerTooLargeException(int limit) : Exception(FormattableString.Invariant($"it is longer than {limit} bytes"));
