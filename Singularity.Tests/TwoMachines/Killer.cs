namespace Singularity.Tests.TwoMachines;

/// <summary>Kills one process after another as a crash would, in an order of chance in which each has its turn.</summary>
internal sealed class Killer(IReadOnlyList<MachineProcess> victims, int seed)
{
    private readonly Random _random = new(seed);

    /// <summary>Who was killed, in order.</summary>
    public List<string> Killed { get; } = [];

    /// <param name="count">How many.</param>
    /// <param name="after">Called after each.</param>
    public async Task RunAsync(int count, Action after)
    {
        for (var rounds = Rounds().GetEnumerator(); Killed.Count < count && rounds.MoveNext();)
        {
            // The pace of the faults, about one a second: nothing is waited for.
            await Task.Delay(_random.Next(500, 1_500));
            if (rounds.Current.Kill())
            {
                Killed.Add(rounds.Current.Name);
                after();
            }
        }
    }

    private IEnumerable<MachineProcess> Rounds()
    {
        var round = victims.ToArray();
        while (true)
        {
            _random.Shuffle(round);
            foreach (var victim in round)
            {
                yield return victim;
            }
        }
    }
}
