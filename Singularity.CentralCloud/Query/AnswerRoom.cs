using NATS.Client.Core;

namespace Singularity.CentralCloud.Query;

/// <summary>How much a message may carry.</summary>
internal sealed class AnswerRoom(INatsConnection connection)
{
    private const int UsualPayload = 1024 * 1024;

    // For what stands around the items.
    private const int Frame = 8 * 1024;

    /// <summary>Bytes for the items of an answer.</summary>
    public long Bytes => (connection.ServerInfo?.MaxPayload ?? UsualPayload) - Frame;
}
