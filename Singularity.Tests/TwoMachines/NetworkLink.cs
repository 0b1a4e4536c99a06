namespace Singularity.Tests.TwoMachines;

/// <summary>
/// The only way from one machine to the other: a cable from each to a switch, which is a network of its own. Cut at the switch, both still have their cables in and are told
/// nothing, as when a router far away fails.
/// </summary>
internal sealed class NetworkLink : IDisposable
{
    private const string Cable = "cable";
    private const string Bridge = "bridge";
    private const string FirstPort = "port0";

    private readonly NetworkNamespace _switch = NetworkNamespace.Create("switch");

    public NetworkLink(NetworkNamespace first, NetworkNamespace second)
    {
        try
        {
            IpCommand.Run("-n", _switch.Name, "link", "add", "name", Bridge, "type", "bridge", "forward_delay", "0");
            IpCommand.Run("-n", _switch.Name, "link", "set", "dev", Bridge, "up");
            Connect(first, FirstPort, FirstAddress);
            Connect(second, "port1", "10.0.0.2");
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public static string FirstAddress => "10.0.0.1";

    /// <summary>What is sent from now on is lost.</summary>
    public void Cut() => IpCommand.Run("-n", _switch.Name, "link", "set", "dev", FirstPort, "nomaster");

    public void Restore() => IpCommand.Run("-n", _switch.Name, "link", "set", "dev", FirstPort, "master", Bridge);

    public void Dispose() => _switch.Dispose();

    private void Connect(NetworkNamespace machine, string port, string address)
    {
        IpCommand.Run("link", "add", "name", Cable, "netns", machine.Name, "type", "veth", "peer", "name", port, "netns", _switch.Name);
        IpCommand.Run("-n", _switch.Name, "link", "set", "dev", port, "master", Bridge);
        IpCommand.Run("-n", _switch.Name, "link", "set", "dev", port, "up");
        IpCommand.Run("-n", machine.Name, "address", "add", $"{address}/30", "dev", Cable);
        IpCommand.Run("-n", machine.Name, "link", "set", "dev", Cable, "up");
    }
}
