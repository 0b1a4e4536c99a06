using System.Collections.Concurrent;
using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Singularity.Benchmarks.Packages;

/// <summary>An npm registry of generated packages, in a process of its own so that its work is nobody else's.</summary>
internal static class PackageServer
{
    public const string Verb = "serve-packages";

    /// <summary>Where the server says how many archives it has sent.</summary>
    public const string ArchivesSent = "/-/archives-sent";

    /// <summary>Where the server says how many packuments it has sent.</summary>
    public const string PackumentsSent = "/-/packuments-sent";

    public static Command CreateCommand()
    {
        var count = new Option<int>("--count") { DefaultValueFactory = static _ => 200 };
        var largest = new Option<int>("--largest") { DefaultValueFactory = static _ => 5 * 1024 * 1024 };
        var delay = new Option<int>("--delay") { Description = "Milliseconds before each answer." };
        var command = new Command(Verb, "The generated registry that the benchmarks collect from.") { count, largest, delay };
        command.Hidden = true;
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetValue(count), parsed.GetValue(largest), TimeSpan.FromMilliseconds(parsed.GetValue(delay)), cancellationToken));
        return command;
    }

    private static async Task RunAsync(int count, int largest, TimeSpan delay, CancellationToken cancellationToken)
    {
        var packuments = new ConcurrentDictionary<string, byte[]>(StringComparer.Ordinal);
        var tarballs = new ConcurrentDictionary<string, byte[]>(StringComparer.Ordinal);
        var (archives, answers) = (0, 0);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        app.Run(async context =>
        {
            var path = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
            if (path is ArchivesSent or PackumentsSent)
            {
                var sent = path is ArchivesSent ? Volatile.Read(ref archives) : Volatile.Read(ref answers);
                await context.Response.WriteAsync(sent.ToString(CultureInfo.InvariantCulture));
                return;
            }

            var content = tarballs.TryGetValue(path, out var tarball) ? tarball : packuments.GetValueOrDefault(path);
            if (content is null)
            {
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return;
            }

            Interlocked.Increment(ref tarball is null ? ref answers : ref archives);
            await Task.Delay(delay, TimeProvider.System);
            context.Response.ContentType = tarball is null ? "application/json" : "application/octet-stream";
            context.Response.ContentLength = content.Length;
            await context.Response.Body.WriteAsync(content);
        });
        await app.StartAsync(cancellationToken);
        var url = app.Urls.Single();
        Parallel.ForEach(GeneratedPackage.Many(count, largest), package =>
        {
            var archive = GeneratedArchive.Create(package);
            tarballs[package.Tarball] = archive;
            packuments["/" + package.Name] = Packument(package, archive, url);
        });
        await Console.Out.WriteLineAsync(url);
        await ((IHost)app).WaitForShutdownAsync(cancellationToken);
    }

    private static byte[] Packument(GeneratedPackage package, byte[] archive, string url)
    {
        var manifest = GeneratedArchive.Manifest(package).TrimEnd()[..^1];
        var integrity = Convert.ToBase64String(SHA512.HashData(archive));
        return Encoding.UTF8.GetBytes(
            $$"""
            {"name":"{{package.Name}}","dist-tags":{"latest":"{{GeneratedPackage.Version}}"},"versions":{"{{GeneratedPackage.Version}}":{{manifest}},
            "dist":{"tarball":"{{url}}{{package.Tarball}}","integrity":"sha512-{{integrity}}"} } },"time":{"{{GeneratedPackage.Version}}":"2024-05-01T12:00:00.000Z"} }
            """);
    }
}
