namespace Singularity.ServiceDefaults.Postgres.Migrations;

/// <summary>Whether the schema is there.</summary>
public sealed class MigrationState
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>True once every file is applied, apart from those in <see cref="LeftOut"/>.</summary>
    public bool IsDone => _done.Task.IsCompletedSuccessfully;

    /// <summary>Why not yet, fit for users; null before the first failure and after success.</summary>
    public string? Problem { get; private set; }

    /// <summary>Why a file that the database can do without was left out, and what helps; null when none was.</summary>
    public string? LeftOut { get; private set; }

    /// <summary>Completes when every file is applied; never fails, since a cause may be mended while the service runs.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) => _done.Task.WaitAsync(cancellationToken);

    internal void Skip(string? leftOut) => LeftOut = leftOut;

    internal void Fail(string problem) => Problem = problem;

    internal void Complete()
    {
        Problem = null;
        _done.TrySetResult();
    }
}
