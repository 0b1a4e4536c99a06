using Singularity.Registry.Lockfiles;

namespace Singularity.Registry.Cli;

/// <summary>Tells when a lockfile changes; clients write them in several steps, so a change counts once it has been quiet for a moment.</summary>
internal sealed class LockfileWatcher : IDisposable
{
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(500);

    private readonly FileSystemWatcher _watcher;
    private readonly SemaphoreSlim _changed = new(0);
    private readonly TimeProvider _time;

    public LockfileWatcher(string path, TimeProvider time)
    {
        _time = time;
        var file = File.Exists(path);
        _watcher = file
            ? new FileSystemWatcher(Path.GetDirectoryName(Path.GetFullPath(path))!, Path.GetFileName(path))
            : new FileSystemWatcher(Path.GetFullPath(path)) { IncludeSubdirectories = true };
        _watcher.Changed += (_, change) => Note(file, change.FullPath);
        _watcher.Created += (_, change) => Note(file, change.FullPath);
        _watcher.Renamed += (_, change) => Note(file, change.FullPath);
        // Events were lost, so something may have changed.
        _watcher.Error += (_, _) => _changed.Release();
        _watcher.EnableRaisingEvents = true;
    }

    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        await _changed.WaitAsync(cancellationToken);
        do
        {
            while (_changed.CurrentCount > 0)
            {
                await _changed.WaitAsync(cancellationToken);
            }

            await Task.Delay(Quiet, _time, cancellationToken);
        }
        while (_changed.CurrentCount > 0);
    }

    public void Dispose()
    {
        _watcher.Dispose();
        _changed.Dispose();
    }

    private void Note(bool file, string path)
    {
        if (file || LockfileFormats.Find(Path.GetFileName(path), null) is not null)
        {
            _changed.Release();
        }
    }
}
