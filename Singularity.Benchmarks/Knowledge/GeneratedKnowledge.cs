using Singularity.Contracts.Knowledge;
using Singularity.Knowledge.Ids;
using Singularity.Knowledge.Observations;

namespace Singularity.Benchmarks.Knowledge;

/// <summary>Observations as developers' machines might make them: for every pattern that is learned, it or another is used many times.</summary>
/// <param name="seed">The same for the same words.</param>
internal sealed class GeneratedKnowledge(int seed)
{
    private const string Known =
        "retry timeout cache stream buffer index query connection pool lock thread task async await cancel token error exception log trace metric health check config option secret "
        + "client server request response header body json parse serialize schema migration table column row transaction commit rollback vector search rank score filter sort page "
        + "build compile test mock assert fixture deploy container image network socket port proxy queue topic message publish subscribe consumer batch backoff jitter circuit breaker "
        + "limit rate burst memory leak garbage span array list map set tree graph hash key value string text unicode locale date time zone clock file path folder permission user";

    private static readonly string[] Words = Known.Split(' ');

    private readonly Random _random = new(seed);
    private readonly UlidFactory _ids = new(TimeProvider.System);

    /// <summary>One in ten learns a pattern, one in twenty corrects one, and the others use one.</summary>
    public IReadOnlyList<ReceivedObservation> Observations(int count, int instances)
    {
        var patterns = new List<Ulid>();
        var observations = new List<ReceivedObservation>(count);
        for (var i = 0; i < count; i++)
        {
            var instance = $"bench-{_random.Next(instances)}";
            observations.Add(i % 10 == 0 ? Learn(instance, patterns)
                : i % 20 == 1 ? Received(Bare(patterns[_random.Next(patterns.Count)], instance) with { Corrected = new Corrected { Changes = new PatternChanges { Title = Text(4) } } })
                : Received(Bare(patterns[_random.Next(patterns.Count)], instance) with { Used = new Used { Success = _random.Next(10) > 0 } }));
        }

        return observations;
    }

    public IReadOnlyList<ReceivedObservation> Learned(int count)
    {
        var patterns = new List<Ulid>();
        return [.. Enumerable.Range(0, count).Select(_ => Learn("bench-0", patterns))];
    }

    /// <summary>Words, the frequent ones more often, and among them some that few texts have.</summary>
    public string Text(int words) => string.Join(' ', Enumerable.Range(0, words).Select(_ => _random.Next(6) == 0
        ? $"{Words[_random.Next(Words.Length)]}{_random.Next(3_000)}"
        : Words[(int)(Words.Length * Math.Pow(_random.NextDouble(), 2))]));

    private ReceivedObservation Learn(string instance, List<Ulid> patterns)
    {
        var bare = Bare(default, instance);
        patterns.Add(bare.Id);
        return Received(bare with
        {
            PatternId = bare.Id,
            Learned = new Learned
            {
                Content = new PatternContent
                {
                    Kind = PatternKind.All[_random.Next(PatternKind.All.Count)],
                    Title = Text(5),
                    Body = Text(60),
                    Language = "csharp",
                    Tags = [Words[_random.Next(Words.Length)], Words[_random.Next(Words.Length)]],
                    Packages = [new PackageReference { Purl = $"pkg:nuget/{Words[_random.Next(Words.Length)]}", Range = "[1.0.0,)" }],
                    Code = $"builder.{Text(8)};",
                },
            },
        });
    }

    private Observation Bare(Ulid pattern, string instance)
    {
        var id = _ids.Next();
        return new Observation
        {
            Schema = Observation.CurrentSchema,
            Id = id,
            PatternId = pattern,
            InstanceId = instance,
            Stamp = new HybridTime(id.Timestamp, 0),
        };
    }

    private static ReceivedObservation Received(Observation observation) => ObservationReader.Accept(observation) switch
    {
        ObservationReading.Read(var read) => read,
        ObservationReading.Invalid(var problem) => throw new InvalidOperationException(problem),
        _ => throw new InvalidOperationException("A reading is Read or Invalid."),
    };
}
