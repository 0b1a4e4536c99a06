using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Singularity.Contracts.Identity;
using Singularity.Registry.Upstreams;
using Singularity.Tests.Support;

namespace Singularity.Tests.Registry.Upstreams.Npm;

/// <summary>Measures the live memory of the process, so nothing else may run meanwhile.</summary>
[CollectionDefinition(nameof(NpmPackumentMemoryTests), DisableParallelization = true)]
[Collection(nameof(NpmPackumentMemoryTests))]
public sealed class NpmPackumentMemoryTests
{
    private const int Versions = 2_000;
    private const int Mebibyte = 1024 * 1024;

    /// <summary>Of every version, as scripts, file lists and readmes fill real ones; nothing of it is wanted.</summary>
    private static readonly string Ballast = new('x', 1000);

    [Fact]
    public async Task Sixty_mebibytes_of_metadata_never_are_in_memory_at_once()
    {
        await using var web = await StartAsync();
        await using var host = NpmHost.Create(web.Urls.Single());
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var live = new Live(before);

        var found = (await host.Upstream.FindAsync(PackageSpec.Parse("demo", out _)!, null, live, CancellationToken.None)).ShouldBeOfType<UpstreamLookup.Found>();

        found.Package.Record.Versions.Count.ShouldBe(Versions);
        live.Read.ShouldBeGreaterThan(60L * Mebibyte);
        live.Samples.ShouldBeGreaterThan(5);
        live.Peak.ShouldBeLessThan(20L * Mebibyte);
    }

    /// <summary>What is reachable whenever another ten mebibytes have arrived.</summary>
    private sealed class Live(long before) : IProgress<UpstreamProgress>
    {
        private long _next = 5L * Mebibyte;

        public long Read { get; private set; }

        public long Peak { get; private set; }

        public int Samples { get; private set; }

        public void Report(UpstreamProgress value)
        {
            Read = value.Done;
            if (Read >= _next)
            {
                _next += 10L * Mebibyte;
                Samples++;
                Peak = Math.Max(Peak, GC.GetTotalMemory(forceFullCollection: true) - before);
            }
        }
    }

    /// <summary>A registry that makes up its packument while it sends it.</summary>
    private static async Task<WebApplication> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(async context =>
        {
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync("{\"name\":\"demo\",\"dist-tags\":{\"latest\":\"1.0.0\"},\"versions\":{", context.RequestAborted);
            for (var i = 0; i < Versions; i++)
            {
                await context.Response.WriteAsync(Version(i), context.RequestAborted);
            }

            await context.Response.WriteAsync("},\"readme\":\"\"}", context.RequestAborted);
        });
        await app.StartAsync();
        return app;
    }

    private static string Version(int number)
    {
        var text = new StringBuilder(number == 0 ? "" : ",");
        text.Append($$"""
            "1.0.{{number}}":{"name":"demo","version":"1.0.{{number}}","dependencies":{"a":"^1.0.{{number % 50}}"},
            "dist":{"tarball":"http://127.0.0.1/demo-1.0.{{number}}.tgz","integrity":"sha512-{{new string('A', 86)}}=="},"x":[
            """);
        for (var i = 0; i < 31; i++)
        {
            text.Append(i == 0 ? "" : ",").Append("{\"").Append(i).Append("\":\"").Append(Ballast).Append("\"}");
        }

        return text.Append("]}").ToString();
    }
}
