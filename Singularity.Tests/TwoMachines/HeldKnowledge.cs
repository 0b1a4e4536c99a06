namespace Singularity.Tests.TwoMachines;

/// <summary>What the three databases hold, and what has yet to be sent.</summary>
internal sealed record HeldKnowledge(StoredKnowledge Box, StoredKnowledge Laptop, StoredKnowledge Central)
{
    public bool IsEqual => Box.Waiting == 0 && Laptop.Waiting == 0 && Box.Ids.SetEquals(Central.Ids) && Laptop.Ids.SetEquals(Central.Ids);

    public static async Task<HeldKnowledge> ReadAsync(LinkedMachines machines) => new(
        await StoredKnowledge.ReadAsync(machines.Box.ConnectionString("singularity")),
        await StoredKnowledge.ReadAsync(machines.Laptop.ConnectionString("singularity")),
        await StoredKnowledge.ReadAsync(machines.Box.ConnectionString("centralcloud")));

    public override string ToString() => $"box {Box}; laptop {Laptop}; CentralCloud {Central}";
}
