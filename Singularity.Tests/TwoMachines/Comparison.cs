using System.Collections.Concurrent;
using System.Globalization;
using Singularity.Contracts.Knowledge;

namespace Singularity.Tests.TwoMachines;

/// <summary>Holds what both machines say, and what the databases hold, against what was acknowledged.</summary>
internal sealed class Comparison(LinkedMachines pair, Learner onBox, Learner onLaptop)
{
    private const int SampleEvery = 20;
    private const int MaxFindings = 20;

    private readonly ConcurrentQueue<string> _findings = [];

    /// <summary>Says the counts; returns what is wrong.</summary>
    public async Task<IReadOnlyList<string>> RunAsync(Action<string> say)
    {
        var held = await HeldKnowledge.ReadAsync(pair);
        var box = (await pair.Box.Client.ListAsync()).ToDictionary(static known => known.Pattern.Id);
        var laptop = (await pair.Laptop.Client.ListAsync()).ToDictionary(static known => known.Pattern.Id);
        var (learned, lost) = (0, 0);
        foreach (var (learner, machine) in ((Learner, Machine)[])[(onBox, pair.Box), (onLaptop, pair.Laptop)])
        {
            foreach (var (number, id) in learner.Learned)
            {
                learned++;
                var title = Lessons.Of(machine.Name, number).Title;
                if (box.GetValueOrDefault(id)?.Pattern.Content?.Title != title || laptop.GetValueOrDefault(id)?.Pattern.Content?.Title != title)
                {
                    lost++;
                    Find($"lesson {number} of {machine.Name}, {id}, was acknowledged and is not on both machines");
                }
            }
        }

        CheckUses(box);
        say($"learned and acknowledged: {learned}; lost: {lost}");
        var equal = box.Count(one => laptop.TryGetValue(one.Key, out var other) && one.Value.Confidence == other.Confidence);
        say($"patterns on the box {box.Count}, on the laptop {laptop.Count}, with equal scores {equal}, of these used {box.Values.Count(static one => one.Confidence.Uses > 0)}");
        Check(box.Count, learned, "patterns on the box, and acknowledged");
        Check(laptop.Count, learned, "patterns on the laptop, and acknowledged");
        Check(equal, learned, "equal scores, and acknowledged");
        CheckStored(held);
        await CheckCentralAsync(held, say);
        await RecallSampleAsync(say);
        return [.. _findings];
    }

    // A use whose acknowledgement did not come may have been taken or not.
    private void CheckUses(Dictionary<Ulid, KnownPattern> patterns)
    {
        foreach (var uses in onBox.Used.Concat(onLaptop.Used).GroupBy(static use => use.Key, static use => use.Value))
        {
            var (counted, atLeast) = (patterns.GetValueOrDefault(uses.Key)?.Confidence.Uses, uses.Sum());
            if (counted is null || counted < atLeast || counted > atLeast + onBox.PerhapsUsed.GetValueOrDefault(uses.Key) + onLaptop.PerhapsUsed.GetValueOrDefault(uses.Key))
            {
                Find($"{uses.Key} was used {atLeast} times and counts {counted}");
            }
        }
    }

    private void CheckStored(HeldKnowledge held)
    {
        foreach (var (name, stored) in ((string, StoredKnowledge)[])[("box", held.Box), ("laptop", held.Laptop), ("CentralCloud", held.Central)])
        {
            Check(stored.Observations, stored.Ids.Count, $"observations and distinct ids in the database of {name}");
            Check(stored.Views.Count(one => held.Central.Views.GetValueOrDefault(one.Key) == one.Value), held.Central.Views.Count, $"patterns of {name} that are as CentralCloud holds them, and all");
        }
    }

    private async Task CheckCentralAsync(HeldKnowledge held, Action<string> say)
    {
        var stats = await pair.AskCentralAsync();
        say($"CentralCloud says: {stats.Observations} observations, {stats.Patterns} patterns, {stats.Parked} parked, {stats.Instances} instances");
        Check(stats.Observations, held.Central.Ids.Count, "observations of CentralCloud's stats and ids in its database");
        Check(stats.Patterns, onBox.Learned.Count + onLaptop.Learned.Count, "patterns of CentralCloud's stats, and acknowledged");
        Check(stats.Parked, 0, "parked");
        Check(stats.Instances, 2, "instances");
    }

    private async Task RecallSampleAsync(Action<string> say)
    {
        var questions = new[] { (Learner: onBox, Of: pair.Box), (Learner: onLaptop, Of: pair.Laptop) }
            .SelectMany(static side => side.Learner.Learned.Where(static lesson => lesson.Key % SampleEvery == 0)
                .Select(lesson => (Id: lesson.Value, Words: Lessons.QuestionFor(side.Of.Name, lesson.Key))))
            .SelectMany(question => new[] { pair.Box, pair.Laptop }.Select(machine => (question.Id, question.Words, Machine: machine)))
            .ToList();
        var recalled = 0;
        await Parallel.ForEachAsync(questions, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (question, _) =>
        {
            var answer = await question.Machine.Client.RecallAsync(question.Words, "local");
            if (answer.Hits is [{ Pattern.Id: var best }, ..] && best == question.Id)
            {
                Interlocked.Increment(ref recalled);
            }
            else
            {
                Find($"asked for '{question.Words}', {question.Machine.Name} does not answer {question.Id}");
            }
        });
        say($"recalled by words, best hit: {recalled} of {questions.Count}");
    }

    private void Check(long value, long expected, string what)
    {
        if (value != expected)
        {
            Find(string.Create(CultureInfo.InvariantCulture, $"{value} and {expected}: {what}"));
        }
    }

    private void Find(string what)
    {
        if (_findings.Count < MaxFindings)
        {
            _findings.Enqueue(what);
        }
    }
}
