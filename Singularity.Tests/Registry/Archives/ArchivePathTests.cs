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

    [Fact]
    public void Whatever_is_accepted_stays_below_its_folder() => Check.QuickThrowOnFailure(Prop.ForAll(HostileText.Arbitrary, path =>
    {
        string? accepted;
        try
        {
            accepted = ArchivePath.BelowFirstFolder(path, new ArchiveLimits());
        }
        catch (ArchiveException)
        {
            return;
        }

        if (accepted is not null)
        {
            Path.GetFullPath(Path.Combine("/base", accepted)).ShouldStartWith("/base/");
            accepted.Split('/').ShouldAllBe(s => s.Length > 0 && s != "." && s != "..");
            accepted.ShouldNotContain("\\");
        }
    }));
}
