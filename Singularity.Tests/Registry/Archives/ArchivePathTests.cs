using FsCheck;
using FsCheck.Fluent;
using Singularity.Registry.Archives;
using Singularity.Tests.Support;

namespace Singularity.Tests.Registry.Archives;

public sealed class ArchivePathTests
{
    [Theory]
    [InlineData("package/lib/a.js", "lib/a.js")]
    [InlineData("./package/./lib//a.js", "lib/a.js")]
    [InlineData("package", null)]
    [InlineData("package/", null)]
    [InlineData("stray.txt", null)]
    [InlineData("package/a..b", "a..b")]
    public void Strips_the_outermost_folder(string path, string? expected) =>
        ArchivePath.BelowFirstFolder(path, new ArchiveLimits()).ShouldBe(expected);

    [Theory]
    [InlineData("lib/a.js", "lib/a.js")]
    [InlineData("./lib//a.js", "lib/a.js")]
    [InlineData("a", "a")]
    [InlineData("./", null)]
    [InlineData("", null)]
    public void Keeps_every_folder_where_there_is_no_outer_one(string path, string? expected) =>
        ArchivePath.Within(path, new ArchiveLimits()).ShouldBe(expected);

    [Fact]
    public void Whatever_is_accepted_stays_below_its_folder() => Check.QuickThrowOnFailure(Prop.ForAll(HostileText.Arbitrary, path =>
    {
        string?[] accepted;
        try
        {
            accepted = [ArchivePath.BelowFirstFolder(path, new ArchiveLimits()), ArchivePath.Within(path, new ArchiveLimits())];
        }
        catch (ArchiveException)
        {
            return;
        }

        foreach (var place in accepted.OfType<string>())
        {
            Path.GetFullPath(Path.Combine("/base", place)).ShouldStartWith("/base/");
            place.Split('/').ShouldAllBe(s => s.Length > 0 && s != "." && s != "..");
            place.ShouldNotContain("\\");
        }
    }));
}
