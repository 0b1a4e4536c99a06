namespace Singularity.Tests.TwoMachines;

/// <summary>A test that needs networks of its own, skipped where none can be made.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TwoMachinesFactAttribute : FactAttribute
{
    public TwoMachinesFactAttribute() => Skip = NetworkNamespace.Obstacle is { } obstacle
        ? $"needs the right to make network namespaces (root on Linux, with the program ip): {obstacle}"
        : null;
}
