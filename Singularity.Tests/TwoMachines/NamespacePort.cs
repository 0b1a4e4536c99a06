using System.ComponentModel;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Singularity.Tests.TwoMachines;

/// <summary>A port of the test's own network that leads to one of another, of a server that listens there on loopback alone.</summary>
internal sealed class NamespacePort : IDisposable
{
    private const int NetworkNamespaces = 0x40000000;

    private readonly string _file;
    private readonly int _target;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public NamespacePort(NetworkNamespace network, int target)
    {
        (_file, _target) = ($"/run/netns/{network.Name}", target);
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _ = AcceptAsync();
    }

    public int Port { get; }

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = JoinAsync(await _listener.AcceptSocketAsync());
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Disposed.
        }
    }

    private async Task JoinAsync(Socket near)
    {
        using var client = new NetworkStream(near, ownsSocket: true);
        try
        {
            using var server = new NetworkStream(await ConnectAsync(), ownsSocket: true);
            await Task.WhenAny(client.CopyToAsync(server), server.CopyToAsync(client));
        }
        catch (Exception exception) when (exception is SocketException or IOException)
        {
            // Nobody listens there: the client sees its connection closed.
        }
    }

    // A socket belongs to the network that its thread was in when it was made, and is used from anywhere.
    private Task<Socket> ConnectAsync()
    {
        var made = new TaskCompletionSource<Socket>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            try
            {
                made.SetResult(Connect());
            }
            catch (Exception exception)
            {
                made.SetException(exception);
            }
        });
        thread.IsBackground = true;
        thread.Start();
        return made.Task;
    }

    private Socket Connect()
    {
        using (var file = File.OpenHandle(_file))
        {
            if (SetNamespace(file.DangerousGetHandle().ToInt32(), NetworkNamespaces) != 0)
            {
                throw new IOException($"{_file} cannot be entered: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}");
            }
        }

        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.Connect(IPAddress.Loopback, _target);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    [DllImport("libc", EntryPoint = "setns", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetNamespace(int file, int kind);
}
