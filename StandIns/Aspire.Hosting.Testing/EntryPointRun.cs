using System.Reflection;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.Testing;

/// <summary>
/// An AppHost's entry point on a thread of its own. It waits where it would build until the test builds, and where it would start
/// until the test starts.
/// </summary>
internal sealed class EntryPointRun : TestInterception, IAsyncDisposable
{
    private readonly TaskCompletionSource<DistributedApplicationBuilder> _builder = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<DistributedApplication> _application = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _mayBuild = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _mayStart = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _disposed;

    public EntryPointRun(
        Assembly appHost, string[] args, Action<DistributedApplicationOptions, HostApplicationBuilderSettings> configureBuilder)
        : base(appHost, args, configureBuilder)
    {
        var entry = appHost.EntryPoint
            ?? throw new InvalidOperationException($"Assembly '{appHost.GetName().Name}' does not have an entry point.");
        // A thread, since the entry point blocks; the ambient interception flows into it.
        var thread = new Thread(() => Within(() => Invoke(entry))) { IsBackground = true, Name = "AppHost" };
        thread.Start();
    }

    public Task<DistributedApplicationBuilder> BuilderAsync(CancellationToken cancellationToken) => _builder.Task.WaitAsync(cancellationToken);

    public Task<DistributedApplication> BuildAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        _mayBuild.TrySetResult();
        return _application.Task.WaitAsync(cancellationToken);
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        _mayStart.TrySetResult();
        var application = await _application.Task.WaitAsync(cancellationToken);
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var lifetime = (IHostApplicationLifetime)application.Services.GetService(typeof(IHostApplicationLifetime))!;
        await using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        // An application that cannot start ends its entry point; that failure is the one to report.
        await await Task.WhenAny(started.Task, _ended.Task).WaitAsync(cancellationToken);
    }

    public Task EndAsync(CancellationToken cancellationToken) => _ended.Task.WaitAsync(cancellationToken);

    public async Task StopAsync()
    {
        if (!_mayStart.Task.IsCompletedSuccessfully || !_application.Task.IsCompletedSuccessfully) return;
        var application = await _application.Task;
        if (!_ended.Task.IsCompleted) await application.StopAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        await StopAsync();
        _mayBuild.TrySetCanceled();
        _mayStart.TrySetCanceled();
        // The entry point ends by a cancellation that we caused, or by a failure that the test has already been told.
        await _ended.Task.ContinueWith(_ => { }, TaskScheduler.Default);
        if (_application.Task.IsCompletedSuccessfully) await (await _application.Task).DisposeAsync();
    }

    public override void Building(DistributedApplicationBuilder builder)
    {
        base.Building(builder);
        _builder.TrySetResult(builder);
        _mayBuild.Task.GetAwaiter().GetResult();
    }

    public override void Built(DistributedApplication application) => _application.TrySetResult(application);

    public override Task MayStartAsync() => _mayStart.Task;

    private bool Invoke(MethodInfo entry)
    {
        try
        {
            var result = entry.Invoke(null, BindingFlags.DoNotWrapExceptions, null, entry.GetParameters().Length == 0 ? [] : [Array.Empty<string>()], null);
            if (result is Task task) task.GetAwaiter().GetResult();
            Fail(new InvalidOperationException("The entry point ended without building an application."));
            _ended.TrySetResult();
        }
        catch (Exception failure)
        {
            Fail(failure);
            _ended.TrySetException(failure);
        }

        return true;
    }

    private void Fail(Exception failure)
    {
        _builder.TrySetException(failure);
        _application.TrySetException(failure);
        // Told to whoever waits; nobody waiting is no reason to end the test's process.
        _ = _builder.Task.Exception;
        _ = _application.Task.Exception;
    }
}
