using System.CommandLine;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Json;
using Singularity.Contracts.Packages;
using Spectre.Console;

namespace Singularity.Registry.Cli;

/// <summary>stats: what is stored, and how the tiers have answered.</summary>
internal static class StatsCommand
{
    public static Command Create(TextWriter output, TextWriter error)
    {
        var json = CliOptions.Json();
        var command = new Command("stats", "Show what is stored and how the tiers have answered.") { json };
        command.SetAction((parsed, cancellationToken) => new CliRequest(parsed.GetValue(json), output, error).SendAsync(
            static subjects => subjects.Stats, new ListPackages(), SingularityJson.Default.StorageStats, stats => Write(stats, Terminal.Console(output)), cancellationToken));
        return command;
    }

    private static void Write(StorageStats stats, IAnsiConsole console)
    {
        console.WriteLine($"{stats.Instance}, up {TimeSpan.FromMilliseconds(stats.UptimeMs):d\\.hh\\:mm\\:ss}");
        var tiers = new Table().Border(TableBorder.None).AddColumns("tier", "state", "records", "hits", "misses", "failures", "hit rate");
        foreach (var tier in stats.Tiers)
        {
            tiers.AddRow(
                tier.Tier, tier.State, tier.Entries?.ToString() ?? "-", tier.Hits.ToString(), tier.Misses.ToString(), tier.Failures.ToString(),
                tier.HitRate is { } rate ? $"{rate:P1}" : "-");
        }

        console.Write(tiers);
        var stored = new Table().Border(TableBorder.None).AddColumns("ecosystem", "packages", "versions", "snippets");
        foreach (var one in stats.Ecosystems)
        {
            stored.AddRow(one.Ecosystem.PurlType(), one.Packages.ToString(), one.Versions.ToString(), one.Snippets.ToString());
        }

        console.Write(stored);
        console.WriteLine($"registries: {stats.Upstream.Requests} requests, {stats.Upstream.NotModified} not modified, {stats.Upstream.Failures} failed, {stats.Upstream.Bytes} bytes");
    }
}
