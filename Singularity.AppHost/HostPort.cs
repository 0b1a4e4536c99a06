using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;

namespace Singularity.AppHost;

/// <summary>The port of this machine on which a server listens: as configured, else the usual one, else the next that is free.</summary>
internal static class HostPort
{
    private const int Attempts = 100;

    /// <param name="builder">The application; a manifest always gets the configured or the usual port.</param>
    /// <param name="key">The setting that decides, if it is there.</param>
    /// <param name="usual">The port where clients look first.</param>
    public static int Choose(IDistributedApplicationBuilder builder, string key, int usual)
    {
        if (builder.Configuration.GetValue<int?>(key) is { } configured) return configured;
        // Tests let the orchestrator choose, so that they disturb no topology that runs beside them.
        if (builder.ExecutionContext.IsPublishMode || builder.Configuration.GetValue("DcpPublisher:RandomizePorts", false)) return usual;

        var free = Enumerable.Range(usual, Attempts).FirstOrDefault(IsFree, usual);
        if (free != usual) Console.WriteLine($"Port {usual} is taken, so {free} is used instead. '{key}' chooses another.");
        return free;
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var probe = new TcpListener(IPAddress.Loopback, port);
            probe.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
