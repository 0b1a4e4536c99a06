namespace Singularity.Tests.Registry.Lockfiles.NuGet;

public sealed class MSBuildFormatTests
{
    private const string Remedy = "mend the XML, or import packages.lock.json or project.assets.json instead.";

    [Fact]
    public void Reads_central_versions()
    {
        var reading = LockfileReadings.Read(
            "Directory.Packages.props",
            """
            <Project>
              <PropertyGroup>
                <ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally>
                <AcmeVersion>$(AcmeMajor).1.3</AcmeVersion>
                <AcmeMajor>2</AcmeMajor>
                <Loop>$(Loop)</Loop>
              </PropertyGroup>
              <PropertyGroup Condition="'$(Legacy)' == 'true'">
                <OldVersion>1.0.0</OldVersion>
              </PropertyGroup>
              <ItemGroup>
                <PackageVersion Include="Acme.Forms" Version="$(AcmeVersion)" />
                <PackageVersion Include="Tiny.Dom" Version="[1.2.0]" />
                <PackageVersion Include="Ranged" Version="[1.0.0, 2.0.0)" />
                <PackageVersion Include="Floating" Version="3.*" />
                <PackageVersion Include="Old" Version="$(OldVersion)" />
                <PackageVersion Include="Elsewhere" Version="$(SetElsewhere)" />
                <PackageVersion Include="Circle" Version="$(Loop)" />
                <PackageVersion Update="Tiny.Dom" Condition="'$(TargetFramework)' == 'net9.0'" Version="1.3.0" />
                <GlobalPackageReference Include="Analyzers" Version="0.9.0-beta.2" />
              </ItemGroup>
            </Project>
            """);
        reading.Packages().ShouldBe(
        [
            "nuget:acme.forms@2.1.3", "nuget:tiny.dom@1.2.0", "nuget:ranged@[1.0.0, 2.0.0)?", "nuget:floating@3.*?", "nuget:tiny.dom@1.3.0",
            "nuget:analyzers@0.9.0-beta.2",
        ]);
        reading.Packages[0].Line.ShouldBe(12);
        reading.Skipped().ShouldBe(new[] { ("Old", "$(OldVersion)"), ("Elsewhere", "$(SetElsewhere)"), ("Circle", "$(Loop)") }.Select(s =>
            $"{s.Item1} takes its version from {s.Item2}, which this file alone does not settle; import packages.lock.json or project.assets.json instead"));
    }

    [Theory]
    [InlineData("Shop.csproj")]
    [InlineData("src/Shop.fsproj")]
    [InlineData("src\\Shop.VBPROJ")]
    public void Reads_project_files(string name)
    {
        var reading = LockfileReadings.Read(
            name,
            """
            <?xml version="1.0" encoding="utf-16"?>
            <Project Sdk="Microsoft.NET.Sdk" xmlns="http://schemas.microsoft.com/developer/msbuild/2003">
              <ItemGroup>
                <PackageReference Include="Attribute" Version=" 1.0.0 " />
                <PackageReference Include="Element">
                  <Version>2.0.0</Version>
                  <PrivateAssets>all</PrivateAssets>
                </PackageReference>
                <PackageReference Include="Override" Version="3.0.0" VersionOverride="3.1.0" />
                <PackageReference Include="One;Two" Version="4.0.0" />
                <PackageReference Include="Central" />
                <PackageReference Update="Attribute" PrivateAssets="all" />
                <PackageReference Remove="Gone" />
                <PackageReference Include="@(Others)" Version="1.0.0" />
                <PackageReference Include="Empty" Version="" />
                <PackageDownload Include="Download" Version="[5.0.0]" />
                <ProjectReference Include="../Core/Core.csproj" />
                <!-- <PackageReference Include="Commented" Version="1.0.0" /> -->
              </ItemGroup>
            </Project>
            """);
        reading.Packages().ShouldBe(
        [
            "nuget:attribute@1.0.0", "nuget:element@2.0.0", "nuget:override@3.1.0", "nuget:one@4.0.0", "nuget:two@4.0.0", "nuget:empty?", "nuget:download@5.0.0",
        ]);
        reading.Skipped().ShouldBe(
        [
            "Central has no version here, so it is set in Directory.Packages.props; import that file, or the folder, as well",
            "@(Others) is named by an expression",
        ]);
    }

    [Theory]
    [InlineData("<Project>\n<ItemGroup>\n</Project>", "Shop.csproj line 3, column 3: is not valid XML, or declares a document type; " + Remedy)]
    [InlineData("<!DOCTYPE x [<!ENTITY a \"aaaa\">]><Project/>", "Shop.csproj: is not valid XML, or declares a document type; " + Remedy)]
    [InlineData("\n<Package/>", "Shop.csproj line 2: the outermost element is not Project; " + Remedy)]
    public void Says_which_line_is_broken(string content, string message) => LockfileReadings.Problem("Shop.csproj", content).ShouldBe(message);

    [Fact]
    public void An_empty_file_is_no_project() =>
        LockfileReadings.Problem("Shop.csproj", "").ShouldContain("is not valid XML");

    [Fact]
    public void Refuses_a_file_that_nobody_wrote() =>
        LockfileReadings.Problem("Shop.csproj", $"<Project {new string(' ', 2 * 1024 * 1024)}/>")
            .ShouldBe($"Shop.csproj: has 2097163 bytes where at most 2097152 are read; {Remedy}");

    [Fact]
    public void Endless_nesting_costs_one_error() =>
        LockfileReadings.Problem("Shop.csproj", "<Project>" + string.Concat(Enumerable.Repeat("<a>", 100_000)))
            .ShouldBe($"Shop.csproj line 1: nests deeper than 64 levels; {Remedy}");
}
