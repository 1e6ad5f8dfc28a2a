using Caliban.Core.Projects;

namespace Caliban.Core.Tests.Projects;

public sealed class MemorySizeTests
{
    [Theory]
    [InlineData("1", 1L)]
    [InlineData("1b", 1L)]
    [InlineData("2k", 2048L)]
    [InlineData("512m", 512L << 20)]
    [InlineData("1.5g", 3L << 29)]
    [InlineData("16G", 16L << 30)]
    [InlineData("16gb", 16L << 30)]
    [InlineData("16GiB", 16L << 30)]
    [InlineData("1t", 1L << 40)]
    public void Sizes_are_read_as_Docker_reads_them(string text, long bytes) => Assert.Equal(bytes, MemorySize.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("-1g")]
    [InlineData("g")]
    [InlineData("1x")]
    [InlineData("1 g")]
    [InlineData("1bb")]
    [InlineData("1e9")]
    [InlineData("99999999999t")]
    public void What_is_no_size_is_not_read(string text) => Assert.Null(MemorySize.Parse(text));

    [Theory]
    [InlineData(512, "512 B")]
    [InlineData(1536, "1.5 KiB")]
    [InlineData(16L << 30, "16 GiB")]
    public void Sizes_are_written_for_people(long bytes, string expected) => Assert.Equal(expected, MemorySize.Format(bytes));
}
