using System.Text.Json;
using Singularity.Contracts.Json;
using Singularity.Contracts.Messaging;
using Singularity.Contracts.Packages;
using Singularity.Registry.Advisories.Dumps;
using Singularity.ServiceDefaults.Nats;
using Singularity.Tests.Support;

namespace Singularity.Tests.Registry.Advisories.Dumps;

public sealed class AdvisoryLoadTests : IDisposable
{
    private const int MessageBytes = 1024 * 1024;

    private readonly TemporaryFolder _folder = new();
    private readonly FakeTarget _target = new();
    private readonly List<AdvisoryProgress> _progress = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Sends_every_document_once_in_parts_that_fit_a_message()
    {
        for (var i = 0; i < 1_200; i++)
        {
            _folder.Write($"A-{i:0000}.json", OsvSamples.Json($"A-{i:0000}"));
        }

        var report = (await RunAsync()).Ok();

        report.Added.ShouldBe(1_200);
        _target.Parts.SelectMany(static p => p.Documents).Select(static d => d.Id).ShouldBe(Enumerable.Range(0, 1_200).Select(static i => $"A-{i:0000}"));
        _target.Parts.Count.ShouldBeGreaterThan(2);
        _target.Parts.ShouldAllBe(static p => Size(p) < MessageBytes);
        _progress.Where(static p => p.Stage == "load").Select(static p => p.Done).ShouldBe(Enumerable.Range(1, 1_200).Select(static i => (long)i));
    }

    [Fact]
    public async Task Sends_a_large_document_alone_and_one_too_large_not_at_all()
    {
        _folder.Write("a.json", OsvSamples.Json("A-1"));
        _folder.Write("b.json", WithVersions("B-1", 35_000));
        _folder.Write("c.json", WithVersions("C-1", 49_000));
        _folder.Write("d.json", OsvSamples.Json("D-1"));

        var report = (await RunAsync()).Ok();

        report.Errors.ShouldHaveSingleItem().Document.ShouldBe("c.json");
        _target.Parts.SelectMany(static p => p.Documents).Select(static d => d.Id).ShouldBe(["A-1", "B-1", "D-1"]);
        _target.Parts.ShouldAllBe(static p => Size(p) < MessageBytes);
    }

    [Fact]
    public async Task Counts_what_is_bad_elsewhere_and_refused()
    {
        _folder.Write("a.json", OsvSamples.Json("A-1"));
        _folder.Write("b.json", "no json");
        _folder.Write("c.json", OsvSamples.Json("C-1", ecosystem: "Go"));
        _target.Refused = [new AdvisoryError("A-1", "is refused.")];

        var report = (await RunAsync()).Ok();

        (report.Documents, report.OtherEcosystems, report.Failed).ShouldBe((3, 1, 2));
        report.Errors.Select(static e => e.Document).ShouldBe(["b.json", "A-1"]);
    }

    [Fact]
    public async Task Applies_until_nothing_is_pending()
    {
        _folder.Write("a.json", OsvSamples.Json("A-1"));
        _target.Pending = 1_200;

        (await RunAsync()).Ok().Rewritten.ShouldBe(3);

        _progress.Where(static p => p.Stage == "apply").ShouldBe([new("apply", 500, 1_200), new("apply", 1_000, 1_200), new("apply", 1_200, 1_200)]);
    }

    [Fact]
    public async Task Ends_with_the_services_reason_and_says_how_to_go_on()
    {
        _folder.Write("a.json", OsvSamples.Json("A-1"));
        _target.Failure = new ServiceReply<AdvisoriesLoaded>.Failed(ErrorCodes.Unavailable, "The database is away.");

        var failed = (await RunAsync()).Failed();

        failed.Code.ShouldBe(ErrorCodes.Unavailable);
        failed.Message.ShouldBe("The database is away. 0 documents are stored; load the same dump again for the rest.");
    }

    private static string WithVersions(string id, int count) => OsvSamples.Json(id).Replace(
        "\"ranges\":", $"\"versions\":[{string.Join(',', Enumerable.Range(0, count).Select(static i => $"\"1.0.0-preview.{i:00000}\""))}],\"ranges\":", StringComparison.Ordinal);

    private static int Size(LoadAdvisories part) => JsonSerializer.SerializeToUtf8Bytes(part, SingularityJson.Default.LoadAdvisories).Length;

    private Task<ServiceReply<AdvisoryLoadReport>> RunAsync() =>
        new AdvisoryLoad(_target, new DumpLimits(), new Told(_progress), TimeProvider.System).RunAsync(_folder.Path, CancellationToken.None);

    private sealed class Told(List<AdvisoryProgress> steps) : IProgress<AdvisoryProgress>
    {
        public void Report(AdvisoryProgress value) => steps.Add(value);
    }

    private sealed class FakeTarget : IAdvisoryTarget
    {
        public List<LoadAdvisories> Parts { get; } = [];

        public IReadOnlyList<AdvisoryError> Refused { get; set; } = [];

        public ServiceReply<AdvisoriesLoaded>? Failure { get; set; }

        public int Pending { get; set; }

        public Task<ServiceReply<AdvisoriesLoaded>> LoadAsync(LoadAdvisories part, CancellationToken cancellationToken)
        {
            Parts.Add(part);
            return Task.FromResult(Failure ?? new AdvisoriesLoaded(part.Documents.Count - Refused.Count, 0, 0, Refused));
        }

        public Task<ServiceReply<AdvisoriesApplied>> ApplyAsync(ApplyAdvisories part, CancellationToken cancellationToken)
        {
            var done = Math.Min(Pending, part.Limit);
            Pending -= done;
            return Task.FromResult<ServiceReply<AdvisoriesApplied>>(new AdvisoriesApplied(done, done == 0 ? 0 : 1, Pending));
        }
    }
}
