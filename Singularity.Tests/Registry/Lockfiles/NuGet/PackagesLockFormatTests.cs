namespace Singularity.Tests.Registry.Lockfiles.NuGet;

public sealed class PackagesLockFormatTests
{
    private const string Name = "packages.lock.json";

    [Theory]
    [InlineData("packages.lock.json", 1)]
    [InlineData("src/App/packages.App.lock.json", 2)]
    public void Reads_both_versions_and_names(string name, int version)
    {
        var reading = LockfileReadings.Read(
            name,
            $$"""
            {
              "version": {{version}},
              "dependencies": {
                "net8.0": {
                  "Acme.Forms": {
                    "type": "Direct",
                    "requested": "[2.1.0, )",
                    "resolved": "2.1.3",
                    "contentHash": "AAAA==",
                    "dependencies": { "Tiny.Dom": "[1.0.0, 2.0.0)" }
                  },
                  "Tiny.Dom": { "type": "Transitive", "resolved": "1.2.0", "contentHash": "BBBB==" },
                  "shop.core": { "type": "Project", "dependencies": { "Acme.Forms": "[2.1.0, )" } }
                },
                "net8.0/linux-x64": {
                  "Tiny.Dom": { "type": "CentralTransitive", "requested": "[1.2.0, )", "resolved": "1.2.0" }
                },
                "net9.0": {
                  "Tiny.Dom": { "type": "Transitive", "resolved": "1.3.0-preview.1" }
                }
              }
            }
            """);
        reading.Packages().ShouldBe(["nuget:acme.forms@2.1.3", "nuget:tiny.dom@1.2.0", "nuget:tiny.dom@1.3.0-preview.1"]);
        reading.Packages.Select(p => p.Line).ShouldBe([5, 12, 19]);
        reading.Skipped().ShouldBe(["shop.core is a part of this project"]);
    }

    [Theory]
    [InlineData("{ \"dependencies\": {\n \"net8.0\": {\n \"A\": { \"type\": \"Direct\" } } } }", "packages.lock.json line 3: dependencies[\"net8.0\"][\"A\"].resolved is missing; run dotnet restore --force-evaluate to write it anew.")]
    [InlineData("{ \"dependencies\": {\n \"net8.0\": {\n \"A\": 1 } } }", "packages.lock.json line 3: dependencies[\"net8.0\"][\"A\"] is not an object; run dotnet restore --force-evaluate to write it anew.")]
    [InlineData("{ \"dependencies\": {\n \"net8.0\": null } }", "packages.lock.json line 2: dependencies[\"net8.0\"] is not an object; run dotnet restore --force-evaluate to write it anew.")]
    [InlineData("{ \"version\": 1 }", "packages.lock.json: dependencies is missing; run dotnet restore --force-evaluate to write it anew.")]
    public void Says_which_line_and_field_is_broken(string content, string message) => LockfileReadings.Problem(Name, content).ShouldBe(message);
}
