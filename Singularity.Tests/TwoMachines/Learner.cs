using System.Collections.Concurrent;
using Singularity.Contracts.Knowledge;

namespace Singularity.Tests.TwoMachines;

/// <summary>Those who work on one machine: they learn and use what they learned, as fast as they may.</summary>
internal sealed class Learner(Machine machine)
{
    private const int Callers = 4;
    private const int UsedEvery = 5;

    private readonly SemaphoreSlim _allowed = new(0);

    /// <summary>Acknowledged lessons by their number.</summary>
    public ConcurrentDictionary<int, Ulid> Learned { get; } = [];

    /// <summary>By pattern how often a use was acknowledged.</summary>
    public ConcurrentDictionary<Ulid, int> Used { get; } = [];

    /// <summary>Uses of which it is not known whether they were taken.</summary>
    public ConcurrentDictionary<Ulid, int> PerhapsUsed { get; } = [];

    /// <summary>Lets so many more lessons be learned.</summary>
    public void Allow(int lessons) => _allowed.Release(lessons);

    /// <summary>Learns the lessons from one number up to another.</summary>
    public async Task LearnAsync(int first, int end)
    {
        var next = first;
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(async _ =>
        {
            for (int number; (number = Interlocked.Increment(ref next) - 1) < end;)
            {
                await _allowed.WaitAsync();
                Learned[number] = await machine.Client.LearnAsync(Lessons.Of(machine.Name, number));
                if (number % UsedEvery == 0)
                {
                    await UseAsync(Learned[number]);
                }
            }
        }));
    }

    public async Task UseAsync(Ulid id) => (await machine.Client.TryUseAsync(id) ? Used : PerhapsUsed).AddOrUpdate(id, 1, static (_, count) => count + 1);
}
