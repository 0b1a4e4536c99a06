using System.Text.Json;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Publishing;

/// <summary>Writes the manifest and ends the application.</summary>
internal sealed class ManifestPublisher(
    DistributedApplicationModel model, DistributedApplicationExecutionContext execution, IConfiguration configuration,
    IHostApplicationLifetime lifetime) : IHostedService
{
    private const string FileName = "aspire-manifest.json";

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var path = Destination();
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await using (var file = File.Create(path))
        await using (var json = new Utf8JsonWriter(file, new JsonWriterOptions { Indented = true }))
        {
            await new ManifestWriter(json, path, execution).WriteAsync(model, cancellationToken);
        }

        Console.WriteLine($"Manifest written to {path}");
        lifetime.StopApplication();
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private string Destination()
    {
        var output = configuration["Pipeline:OutputPath"] ?? throw new DistributedApplicationException(
            "A manifest needs '--output-path FILE'.");
        var path = Path.GetFullPath(output);
        return Path.GetExtension(path).Equals(".json", StringComparison.OrdinalIgnoreCase) ? path : Path.Combine(path, FileName);
    }
}

internal static class ManifestPublisherRegistration
{
    public static void AddManifestPublisher(this IServiceCollection services) => services.AddHostedService<ManifestPublisher>();
}
