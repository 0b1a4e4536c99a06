using System.CommandLine;
using System.Diagnostics;
using Singularity.Benchmarks.Gets;
using Singularity.Benchmarks.Packages;
using Singularity.Benchmarks.Reports;
using Singularity.Benchmarks.Search;
using Singularity.Benchmarks.Topology;
using Singularity.Contracts.Identity;
using Singularity.Contracts.Packages;

namespace Singularity.Benchmarks;

/// <summary>
/// How long readers of three instances, each with the record in its near cache, still get the old one after a write or a deletion was acknowledged: from the acknowledgement until the
/// last request was sent whose answer was old, 0 when none was.
/// </summary>
internal static class CoherenceBench
{
    private const string Prefix = "coherence";
    private const int Instances = 3;
    private const int Readers = 12;

    // With readers spread by chance, so many answers in a row come from every instance.
    private const int Warm = 100;

    private static readonly TimeSpan Window = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static Command Create()
    {
        var changes = new Option<int>("--changes") { Description = "Writes, and as many deletions.", DefaultValueFactory = static _ => 100 };
        var command = new Command("coherence", "Change a record that three instances hold in memory: how long is the old one still answered?") { changes };
        command.SetAction(parsed => RunAsync(parsed.GetValue(changes)));
        return command;
    }

    private static async Task RunAsync(int changes)
    {
        // It has no package of that name, and says so.
        using var server = await PackageServerProcess.StartAsync(1, 1024, TimeSpan.Zero);
        await using var topology = await RunningTopology.StartAsync(server.Url);
        var registries = new List<RegistryProcess>();
        try
        {
            for (var i = 0; i < Instances; i++)
            {
                registries.Add(await RegistryProcess.StartAsync(topology, Prefix, $"{Prefix}-{i}"));
            }

            var record = new SharedRecord(topology, registries[0]);
            var (writes, deletions) = (new Observed(), new Observed());
            for (var i = 0; i < changes; i++)
            {
                await record.WriteAsync($"first of {i}");
                await record.WarmUpAsync();
                await writes.AddAsync(record, () => record.WriteAsync($"second of {i}"));
                await record.WarmUpAsync();
                await deletions.AddAsync(record, record.DeleteAsync);
            }

            var report = new BenchReport("coherence");
            report.Add("instances", Instances, "");
            report.Add("readers at once", Readers, "");
            writes.Report(report, "write");
            deletions.Report(report, "deletion");
            await report.WriteAsync();
        }
        finally
        {
            registries.ForEach(static registry => registry.Dispose());
        }
    }

    /// <summary>The record, as it is and as it was.</summary>
    private sealed class SharedRecord(RunningTopology topology, RegistryProcess registry)
    {
        private static readonly GetPackage Request = new(Ecosystem.Npm, SampleRecord.Name, SampleRecord.Version);

        private volatile string? _description;

        public async Task WriteAsync(string description)
        {
            await topology.AskAsync<CollectedPackage, PackageStored>(
                registry.Subjects.Store, new CollectedPackage(SampleRecord.Create() with { Description = description }, []));
            _description = description;
        }

        public async Task DeleteAsync()
        {
            await topology.AskAsync<DeletePackage, PackageDeleted>(registry.Subjects.Delete, new DeletePackage(Ecosystem.Npm, SampleRecord.Name, SampleRecord.Version));
            _description = null;
        }

        /// <summary>Reads until all instances answer from memory.</summary>
        public async Task WarmUpAsync()
        {
            var started = Stopwatch.GetTimestamp();
            for (var inARow = 0; inARow < Warm;)
            {
                inARow = await AskAsync() is { ServedBy: ServedBy.Memory } answer && answer.Package.Description == _description ? inARow + 1 : 0;
                if (Stopwatch.GetElapsedTime(started) > Patience)
                {
                    throw new InvalidOperationException("The near caches do not hold what was written.");
                }
            }
        }

        /// <summary>Null without a record.</summary>
        public async Task<string?> ReadAsync() => (await AskAsync())?.Package.Description;

        public bool IsOld(string? description) => description is not null && description != _description;

        private Task<PackageAnswer?> AskAsync() => topology.TryAskAsync<GetPackage, PackageAnswer>(registry.Subjects.Get, Request);
    }

    /// <summary>What readers saw of changes of one kind.</summary>
    private sealed class Observed
    {
        private readonly Times _acknowledged = new();
        private readonly List<double> _old = [];
        private long _answers;

        public async Task AddAsync(SharedRecord record, Func<Task> change)
        {
            await _acknowledged.MeasureAsync(change);
            var acknowledged = Stopwatch.GetTimestamp();
            var readers = await Task.WhenAll(Enumerable.Range(0, Readers).Select(_ => Task.Run(() => ReadAsync(record, acknowledged))));
            _old.Add(readers.Max(static reader => reader.Old.TotalMilliseconds));
            _answers += readers.Sum(static reader => reader.Answers);
        }

        public void Report(BenchReport report, string change)
        {
            report.Add($"{change}s", _old.Count, "");
            report.Add($"answers after a {change}", _answers, "");
            _acknowledged.Report(report, $"{change} acknowledged");
            report.Add($"{change}s after which an old answer came", _old.Count(static old => old > 0), "");
            report.Add($"{change}: last old answer, p95", _old.Order().ElementAt((int)(0.95 * _old.Count)), "ms", "<= 50");
            report.Add($"{change}: last old answer, longest", _old.Max(), "ms", "<= 50");
        }

        private static async Task<(TimeSpan Old, long Answers)> ReadAsync(SharedRecord record, long acknowledged)
        {
            var (old, answers) = (TimeSpan.Zero, 0L);
            for (var sent = acknowledged; Stopwatch.GetElapsedTime(acknowledged, sent) < Window; sent = Stopwatch.GetTimestamp(), answers++)
            {
                if (record.IsOld(await record.ReadAsync()))
                {
                    old = Stopwatch.GetElapsedTime(acknowledged, sent);
                }
            }

            return (old, answers);
        }
    }
}
