using NATS.Client.Core;

namespace NATS.Client.Services;

public partial class NatsSvcServer
{
    /// <summary>Endpoints whose subjects begin alike.</summary>
    public class Group
    {
        private readonly NatsSvcServer _server;

        /// <param name="cancellationToken">Taken for the sake of the signature: a group has nothing to cancel.</param>
        public Group(NatsSvcServer server, string groupName, string? queueGroup = default, CancellationToken cancellationToken = default)
        {
            ArgumentNullException.ThrowIfNull(groupName);
            if (groupName.Contains('>', StringComparison.Ordinal))
                throw new NatsSvcException("Invalid group name (can't have '>' wildcard in group name)");
            if (groupName.AsSpan().ContainsAny('\r', '\n', ' '))
                throw new NatsSvcException("Invalid group name (must be a valid NATS subject)");

            _server = server;
            GroupName = groupName;
            QueueGroup = queueGroup;
        }

        public string GroupName { get; }

        public string? QueueGroup { get; }

        public ValueTask AddEndpointAsync<T>(
            Func<NatsSvcMsg<T>, ValueTask> handler,
            string? name = default,
            string? subject = default,
            string? queueGroup = default,
            IDictionary<string, string>? metadata = default,
            INatsDeserialize<T>? serializer = default,
            CancellationToken cancellationToken = default) =>
            _server.AddAsync(
                handler,
                name,
                (subject ?? name) is { } own ? Within(own) : null,
                queueGroup ?? QueueGroup,
                metadata,
                serializer,
                cancellationToken);

        public ValueTask<Group> AddGroupAsync(string name, string? queueGroup = default, CancellationToken cancellationToken = default) =>
            _server.AddGroupAsync(Within(name), queueGroup, cancellationToken);

        private string Within(string name) => GroupName.Length == 0 ? name : $"{GroupName}.{name}";
    }
}
