using System.Text;
using Singularity.Contracts.Identity;

namespace Singularity.Registry.Lockfiles.Npm;

/// <summary>yarn.lock: a syntax of its own in version 1, YAML since version 2 (berry), which begins with "__metadata".</summary>
internal sealed class YarnLockFormat() : LockfileFormat("yarn.lock", Ecosystem.Npm, "run yarn install to write it anew")
{
    protected override void ReadEntries(ReadOnlyMemory<byte> utf8, LockfileSink sink)
    {
        if (utf8.Span.StartsWith("__metadata:"u8) || utf8.Span.IndexOf("\n__metadata:"u8) >= 0)
        {
            YarnBerryLock.Read(utf8, sink);
        }
        else
        {
            YarnClassicLock.Read(Encoding.UTF8.GetString(utf8.Span), sink);
        }
    }
}
