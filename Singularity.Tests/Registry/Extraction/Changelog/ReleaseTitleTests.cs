using FsCheck;
using FsCheck.Fluent;
using Singularity.Registry.Extraction.Changelog;
using Singularity.Tests.Support;

namespace Singularity.Tests.Registry.Extraction.Changelog;

public sealed class ReleaseTitleTests
{
    [Theory]
    [InlineData("[1.2.0] - 2024-05-01", "1.2.0", "2024-05-01")]
    [InlineData("1.2.0 / 2024-05-01", "1.2.0", "2024-05-01")]
    [InlineData("v1.2.0 (2024/5/1)", "1.2.0", "2024-05-01")]
    [InlineData("1.2.0-rc.1 (May 1st, 2024)", "1.2.0-rc.1", "2024-05-01")]
    [InlineData("Version 3.0.3", "3.0.3", null)]
    [InlineData("Version 12", "12", null)]
    [InlineData("v12", "12", null)]
    [InlineData("Release 2.1: the quiet one", "2.1", null)]
    [InlineData("2024-05-01, Version 22.1.0 (Current)", "22.1.0", "2024-05-01")]
    [InlineData("1 May 2024 - 2.0.0", "2.0.0", "2024-05-01")]
    [InlineData("demo-package@4.0.1", "4.0.1", null)]
    [InlineData("@scope/demo@4.0.1", "4.0.1", null)]
    [InlineData("demo-v0.3.0 (2024-05-01)", "0.3.0", "2024-05-01")]
    [InlineData("Demo 1.5 - 2024-05-01", "1.5", "2024-05-01")]
    [InlineData("Changes in version 0.9", "0.9", null)]
    [InlineData("What's New in Demo 2.7.0", "2.7.0", null)]
    [InlineData("2024.05.1", "2024.05.1", null)]
    [InlineData("4.0.0.dev1", "4.0.0.dev1", null)]
    [InlineData("1.2.0 (Sept. 3, 2024)", "1.2.0", "2024-09-03")]
    [InlineData("Unreleased", null, null)]
    [InlineData("[Unreleased]", null, null)]
    [InlineData("2.0.0 (unreleased)", null, null)]
    public void Finds_version_and_date(string heading, string? version, string? date)
    {
        var title = ReleaseTitle.Parse(heading).ShouldNotBeNull();
        (title.Version, title.Date).ShouldBe((version, date));
    }

    [Theory]
    [InlineData("Changelog")]
    [InlineData("Fixed")]
    [InlineData("Node 18.0 support")]
    [InlineData("Support for Python 3.13 and later")]
    [InlineData("2024-05-01")]
    [InlineData("Bug fixes (12)")]
    [InlineData("1.x")]
    [InlineData("3")]
    [InlineData("")]
    public void Other_headings_are_none_of_a_version(string heading) => ReleaseTitle.Parse(heading).ShouldBeNull();

    [Theory]
    [InlineData("Version 1.2.0, 2024-05-01", true)]
    [InlineData("1.2.0:", true)]
    [InlineData("1.2.0 breaks the old option", false)]
    [InlineData("Demo 1.2.0", false)]
    public void Only_a_bare_line_is_a_heading_in_plain_text(string line, bool expected) => ReleaseTitle.Parse(line).ShouldNotBeNull().IsBare.ShouldBe(expected);

    [Fact]
    public void No_text_makes_it_throw() => Check.QuickThrowOnFailure(Prop.ForAll(
        Gen.OneOf(HostileText.Arbitrary.Generator, Gen.Elements("v", "1.", "2024-05-01", "May", "1st", "@", "-v", "version", " ", ":", "9", "unreleased").ListOf().Select(string.Concat))
            .ToArbitrary(),
        text => ReleaseTitle.Parse(text) is not { Version: { } version } || (char.IsAsciiDigit(version[0]) && version.Length <= 64)));
}
