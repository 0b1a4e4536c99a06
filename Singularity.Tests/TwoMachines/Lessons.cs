using System.Globalization;
using Singularity.Contracts.Knowledge;

namespace Singularity.Tests.TwoMachines;

/// <summary>What the two machines learn: each lesson is about a thing of its own, by whose name it is found again.</summary>
internal static class Lessons
{
    private const string Consonants = "bdfgklmnprtvz";
    private const string Vowels = "aeiou";

    private static readonly string[] Verbs = ["Restart", "Batch", "Pin", "Shard", "Warm", "Throttle", "Index", "Compress", "Quarantine", "Replay", "Rotate"];
    private static readonly string[] Things = ["worker", "cursor", "lease", "schema", "socket", "ledger", "queue", "certificate", "partition", "snapshot", "mailbox", "gateway", "parser"];
    private static readonly string[] Times =
        ["after its heartbeat is late", "before the nightly export", "when a deploy begins", "while the disk is nearly full", "once the quota is spent", "when clocks jump", "during a failover"];

    /// <param name="machine">Whose lesson it is.</param>
    /// <param name="number">Which of that machine's.</param>
    public static PatternContent Of(string machine, int number) => new()
    {
        Kind = PatternKind.All[number % PatternKind.All.Count],
        Title = $"{Pick(Verbs, number)} the {NameOf(machine, number)} {Pick(Things, number)} {Pick(Times, number)}",
        Body = string.Create(CultureInfo.InvariantCulture, $"Otherwise {NameOf(machine, number)} drops {(number * 37 % 991) + 2} of its {Pick(Things, number + 5)}s. Found on {machine}, case {number}."),
        Tags = [machine],
    };

    /// <summary>Words that only this lesson answers.</summary>
    public static string QuestionFor(string machine, int number) => $"{NameOf(machine, number)} {Pick(Things, number)}";

    private static string Pick(string[] texts, int number) => texts[number % texts.Length];

    // The beginning says whose it is; three syllables more are each number's own.
    private static string NameOf(string machine, int number)
    {
        var name = machine == "box" ? "Wa" : "Wo";
        var syllables = Consonants.Length * Vowels.Length;
        var rest = (int)(number * 104_729L % (syllables * syllables * syllables));
        for (var i = 0; i < 3; i++, rest /= syllables)
        {
            name += $"{Consonants[rest % Consonants.Length]}{Vowels[rest / Consonants.Length % Vowels.Length]}";
        }

        return name;
    }
}
