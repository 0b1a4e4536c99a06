namespace Singularity.Registry.Storage.Coherence;

/// <summary>Tells <see cref="Reconciler"/> that a copy somewhere was not brought up to a write.</summary>
internal sealed class ReconcileSignal : WakeSignal;
