using Singularity.Contracts.Messaging;

namespace Singularity.Registry.Cli;

/// <summary>What the process answers to its caller.</summary>
internal static class ExitCodes
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int WrongUsage = 2;
    public const int NotFound = 3;
    public const int Unreachable = 4;

    public static int From(int errorCode) => errorCode switch
    {
        ErrorCodes.BadRequest => WrongUsage,
        ErrorCodes.NotFound => NotFound,
        ErrorCodes.Unavailable or ErrorCodes.UpstreamTimeout => Unreachable,
        _ => Failed,
    };
}
