using System.Text.Json.Nodes;
using Aspire.Hosting.Testing;

namespace Singularity.Tests.AppHost;

public sealed class ManifestTests : IDisposable
{
    private static readonly string Root = Path.GetDirectoryName(Projects.Singularity_AppHost.ProjectPath)!;
    private readonly string _folder = Directory.CreateTempSubdirectory("singularity-manifest-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("--publisher", "manifest")]
    [InlineData("--operation", "publish", "--publisher", "manifest")]
    public async Task Is_what_the_real_Aspire_writes_for_the_same_AppHost(params string[] options)
    {
        var path = Path.Combine(_folder, "manifest.json");
        await using var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.Singularity_AppHost>(
            [.. options, "--output-path", path]);
        await using var application = await builder.BuildAsync();

        await application.RunAsync().WaitAsync(TimeSpan.FromSeconds(60));

        var written = Normalised(await File.ReadAllTextAsync(path));
        var expected = Normalised(await File.ReadAllTextAsync(Path.Combine(Root, "Singularity.Tests", "AppHost", "expected-manifest.json")));
        JsonNode.DeepEquals(written, expected).ShouldBeTrue(written.ToJsonString());
    }

    /// <summary>Project paths are relative to where the manifest is; folder and file tell the project.</summary>
    private static JsonNode Normalised(string json)
    {
        var manifest = JsonNode.Parse(json)!;
        foreach (var (_, resource) in manifest["resources"]!.AsObject())
            if (resource!["path"] is { } path)
                resource["path"] = string.Join('/', path.GetValue<string>().Split('/', '\\')[^2..]);
        return manifest;
    }
}
