using System.Net;
using System.Net.Sockets;

namespace Aspire.Hosting.Orchestration;

/// <summary>Ports of the loopback addresses that nobody uses, and that were given to nobody in this run.</summary>
internal sealed class HostPorts
{
    private readonly HashSet<int> _given = [];

    public bool TryTake(int port) => IsFree(port) && _given.Add(port);

    public int TakeAny()
    {
        while (true)
        {
            using var probe = new TcpListener(IPAddress.Loopback, 0);
            probe.Start();
            var port = ((IPEndPoint)probe.LocalEndpoint).Port;
            probe.Stop();
            if (TryTake(port)) return port;
        }
    }

    public static bool IsFree(int port) =>
        IsFree(IPAddress.Loopback, port) && (!Socket.OSSupportsIPv6 || IsFree(IPAddress.IPv6Loopback, port));

    private static bool IsFree(IPAddress address, int port)
    {
        try
        {
            using var probe = new TcpListener(address, port);
            probe.Start();
            return true;
        }
        catch (SocketException taken) when (taken.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied)
        {
            return false;
        }
        catch (SocketException absent) when (absent.SocketErrorCode == SocketError.AddressNotAvailable)
        {
            // A machine without IPv6 on loopback has nobody there either.
            return true;
        }
    }
}
