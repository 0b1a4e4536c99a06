using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Singularity.Contracts.Json;
using Singularity.Contracts.Knowledge;
using Singularity.Knowledge.Observations;

namespace Singularity.Tests.Knowledge;

/// <summary>Observations for tests: few patterns, few instances, clocks that are days apart, so that they meet in every way.</summary>
internal static class ObservationSamples
{
    public const long Start = 1_750_000_000_000;
    public const long Day = 86_400_000;

    /// <summary>Sets of observations about a handful of patterns.</summary>
    public static Arbitrary<ReceivedObservation[]> Arbitrary { get; } =
        (from seed in Gen.Choose(0, int.MaxValue - 1) from size in Gen.Choose(0, 60) select Some(seed, size)).ToArbitrary();

    public static Ulid Id(long number, long wallMs = Start) => new(((UInt128)(ulong)wallMs << 80) | (ulong)number);

    public static PatternContent Content(string title = "Retry with jitter", PatternKind? kind = null) => new()
    {
        Kind = kind ?? PatternKind.Code,
        Title = title,
        Body = $"Wait longer after each failure, and by chance. ({title})",
        Language = "csharp",
        Tags = ["resilience", "http"],
        Packages = [new PackageReference { Purl = "pkg:nuget/polly", Range = "[8.0.0,)", Symbols = ["ResiliencePipelineBuilder"] }],
        Code = "builder.AddRetry(new() { UseJitter = true });",
    };

    public static Observation Observe(Ulid id, Ulid pattern, ObservationFact fact, string instance = "one", HybridTime? stamp = null)
    {
        var bare = new Observation
        {
            Schema = Observation.CurrentSchema,
            Id = id,
            PatternId = pattern,
            InstanceId = instance,
            Stamp = stamp ?? new HybridTime(id.Timestamp, 0),
        };
        return fact switch
        {
            Learned learned => bare with { Learned = learned },
            Used used => bare with { Used = used },
            Corrected corrected => bare with { Corrected = corrected },
            Retracted retracted => bare with { Retracted = retracted },
            MergeProposed proposed => bare with { MergeProposed = proposed },
            MergeConfirmed confirmed => bare with { MergeConfirmed = confirmed },
            _ => bare with { Weakened = (Weakened)fact },
        };
    }

    public static ReceivedObservation Received(Observation observation) =>
        ObservationReader.Accept(observation).ShouldBeOfType<ObservationReading.Read>().Observation;

    public static ReceivedObservation Learn(Ulid id, PatternContent? content = null, string instance = "one", Ulid? replaces = null) =>
        Received(Observe(id, id, new Learned { Content = content ?? Content(), Replaces = replaces }, instance));

    public static byte[] Bytes(IEnumerable<Pattern> patterns) => [.. patterns.SelectMany(Bytes)];

    public static byte[] Bytes(Pattern pattern) => JsonSerializer.SerializeToUtf8Bytes(pattern, SingularityJson.Default.Pattern);

    /// <summary>The same for the same numbers.</summary>
    public static ReceivedObservation[] Some(int seed, int size)
    {
        var random = new Random(seed);
        var patterns = Enumerable.Range(0, 6).Select(n => Id(n + 1, Start + random.Next(1_000))).ToArray();
        var observations = patterns.Where(_ => random.Next(5) > 0)
            .Select(id => Learn(id, Content($"Pattern {random.Next(4)}", PatternKind.All[random.Next(3)]), Instance(random))).ToList();
        for (var i = 0; i < size; i++)
        {
            var stamp = new HybridTime(Start + (random.Next(-5, 6) * Day) + random.Next(3), random.Next(3));
            var fact = Fact(random, patterns);
            var pattern = patterns[random.Next(6)];
            var other = (fact as MergeProposed)?.Other ?? (fact as MergeConfirmed)?.Other;

            // Nothing merges with itself; the seventh pattern is one that nobody has learned.
            observations.Add(Received(Observe(Id(1_000 + i), pattern == other ? Id(7) : pattern, fact, Instance(random), stamp)));
        }

        return [.. observations];
    }

    private static string Instance(Random random) => ((string[])["one", "two", "Two", "three"])[random.Next(4)];

    private static ObservationFact Fact(Random random, Ulid[] patterns) => random.Next(12) switch
    {
        < 5 => new Used { Success = random.Next(4) > 0 },
        5 => new Corrected { Changes = new PatternChanges { Title = $"Title {random.Next(9)}" } },
        6 => new Corrected { Changes = new PatternChanges { Body = $"Body {random.Next(9)}", Code = random.Next(2) == 0 ? "" : "x", Kind = PatternKind.All[random.Next(6)] } },
        7 => new Corrected { Changes = new PatternChanges { Tags = [$"tag-{random.Next(9)}"], Language = random.Next(2) == 0 ? "" : "rust" }, Answers = [$"cause {random.Next(3)}"] },
        8 => new Weakened { Cause = $"cause {random.Next(3)}", Reason = $"reason {random.Next(9)}" },
        9 => new MergeProposed { Other = patterns[random.Next(6)], Similarity = random.Next(93, 100) / 100.0, Model = "m" },
        10 => new MergeConfirmed { Other = patterns[random.Next(6)] },
        _ => random.Next(3) == 0 ? new Retracted { Reason = $"reason {random.Next(9)}" } : new Used { Success = true },
    };
}
