namespace Singularity.Tests.Registry.Lockfiles.NuGet;

public sealed class ProjectAssetsFormatTests
{
    private const string Name = "obj/project.assets.json";

    [Fact]
    public void Reads_its_libraries()
    {
        var reading = LockfileReadings.Read(
            Name,
            """
            {
              "version": 3,
              "targets": { "net10.0": { "Acme.Forms/2.1.3": { "type": "package", "dependencies": { "Tiny.Dom": "1.2.0" } } } },
              "libraries": {
                "Acme.Forms/2.1.3": {
                  "sha512": "AAAA==",
                  "type": "package",
                  "path": "acme.forms/2.1.3",
                  "files": [ ".nupkg.metadata", "lib/net8.0/Acme.Forms.dll" ]
                },
                "Shop.Core/1.0.0": { "type": "project", "path": "../Shop.Core/Shop.Core.csproj" },
                "Tiny.Dom/1.2.0": { "sha512": "BBBB==", "type": "package" },
                "mscorlib/4.0.0": { "type": "reference" }
              },
              "projectFileDependencyGroups": { "net10.0": [ "Acme.Forms >= 2.1.0" ] }
            }
            """);
        reading.Packages().ShouldBe(["nuget:acme.forms@2.1.3", "nuget:tiny.dom@1.2.0"]);
        reading.Packages.Select(p => p.Line).ShouldBe([5, 12]);
        reading.Skipped().ShouldBe(["Shop.Core is a part of this project", "mscorlib has no version that a registry could hold"]);
    }

    [Theory]
    [InlineData("{ \"libraries\": {\n \"A/1.0.0\": { } } }", "obj/project.assets.json line 2: libraries[\"A/1.0.0\"].type is missing; run dotnet restore to write it anew.")]
    [InlineData("{ \"libraries\": {\n \"A\": { \"type\": \"package\" } } }", "obj/project.assets.json line 2: libraries[\"A\"] is not of the form name/version; run dotnet restore to write it anew.")]
    [InlineData("{ \"libraries\": {\n \"A/1\": [ ] } }", "obj/project.assets.json line 2: libraries[\"A/1\"] is not an object; run dotnet restore to write it anew.")]
    [InlineData("{ }", "obj/project.assets.json: libraries is missing; run dotnet restore to write it anew.")]
    public void Says_which_line_and_field_is_broken(string content, string message) => LockfileReadings.Problem(Name, content).ShouldBe(message);
}
