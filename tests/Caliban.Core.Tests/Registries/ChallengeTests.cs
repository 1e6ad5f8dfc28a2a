using Caliban.Core.Registries.Authentication;
using FsCheck;
using FsCheck.Fluent;

namespace Caliban.Core.Tests.Registries;

/// <summary>What servers offer as ways to log in.</summary>
public sealed class ChallengeTests
{
    [Theory]
    [InlineData("Basic realm=\"a\"", "Basic(realm=a)")]
    [InlineData("basic REALM = a", "basic(REALM=a)")]
    [InlineData("Bearer realm=\"https://a.x/token\",service=\"a.x\",scope=\"repository:a/b:pull,push\"", "Bearer(realm=https://a.x/token,service=a.x,scope=repository:a/b:pull,push)")]
    [InlineData("Bearer realm=\"a\\\"b\\\\c\"", "Bearer(realm=a\"b\\c)")]
    [InlineData("Basic realm=\"a\", Bearer realm=\"b\", error=\"invalid_token\"", "Basic(realm=a) Bearer(realm=b,error=invalid_token)")]
    [InlineData("Negotiate, Basic realm=\"a\"", "Negotiate() Basic(realm=a)")]
    [InlineData(", ,Basic realm=\"a\",,", "Basic(realm=a)")]
    [InlineData("Bearer realm=\"a\", realm=\"b\"", "Bearer(realm=a)")]
    [InlineData("Bearer realm=\"a", "Bearer()")]
    [InlineData("Basic realm=\"a\" ;;; Bearer", "Basic(realm=a)")]
    [InlineData("", "")]
    public void A_header_is_read_as_far_as_it_makes_sense(string header, string challenges) =>
        Assert.Equal(challenges, Write(ChallengeReader.Read([header])));

    [Fact]
    public void Several_headers_count_together() =>
        Assert.Equal("Basic(realm=a) Bearer(realm=b)", Write(ChallengeReader.Read(["Basic realm=a", "Bearer realm=b"])));

    [Fact]
    public void No_header_is_too_strange_to_be_read_to_an_end() =>
        Prop.ForAll(ArbMap.Default.GeneratorFor<NonNull<string>>().ToArbitrary(), text => ChallengeReader.Read([text.Get]).Count >= 0)
            .QuickCheckThrowOnFailure();

    private static string Write(IReadOnlyList<Challenge> challenges) => string.Join(
        ' ', challenges.Select(challenge => $"{challenge.Scheme}({string.Join(',', challenge.Parameters.Select(parameter => $"{parameter.Key}={parameter.Value}"))})"));
}
