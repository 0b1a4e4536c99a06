using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Eventing;

/// <summary>Callbacks run one after the other, in the order of their subscription; a failing one ends the publication.</summary>
public class DistributedApplicationEventing : IDistributedApplicationEventing
{
    private readonly Lock _gate = new();
    private readonly List<(Type Event, DistributedApplicationEventSubscription Subscription)> _subscriptions = [];

    public DistributedApplicationEventSubscription Subscribe<T>(Func<T, CancellationToken, Task> callback)
        where T : IDistributedApplicationEvent => Add<T>((@event, cancellationToken) => callback((T)@event, cancellationToken));

    public DistributedApplicationEventSubscription Subscribe<T>(IResource resource, Func<T, CancellationToken, Task> callback)
        where T : IDistributedApplicationResourceEvent => Add<T>((@event, cancellationToken) =>
            ((T)@event).Resource == resource ? callback((T)@event, cancellationToken) : Task.CompletedTask);

    public async Task PublishAsync<T>(T @event, CancellationToken cancellationToken = default) where T : IDistributedApplicationEvent
    {
        ArgumentNullException.ThrowIfNull(@event);
        List<DistributedApplicationEventSubscription> listeners;
        lock (_gate) listeners = [.. _subscriptions.Where(s => s.Event == typeof(T)).Select(s => s.Subscription)];
        foreach (var listener in listeners) await listener.Callback(@event, cancellationToken);
    }

    private DistributedApplicationEventSubscription Add<T>(Func<IDistributedApplicationEvent, CancellationToken, Task> callback)
    {
        var subscription = new DistributedApplicationEventSubscription(callback);
        lock (_gate) _subscriptions.Add((typeof(T), subscription));
        return subscription;
    }
}
