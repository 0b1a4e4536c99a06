using System.Buffers.Text;
using System.Net.Sockets;
using System.Text;

namespace Singularity.Benchmarks.Floors;

/// <summary>
/// What NATS itself allows: one thread on a bare socket that reads whatever has arrived, answers all of it in one write, and knows no more of the
/// protocol than the lines it needs. No client library can be faster.
/// </summary>
internal static class SocketFloor
{
    public const string Kind = "socket";

    private const int Room = 1024 * 1024;

    public static void Run(Uri server, string subject, byte[] answer)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect(server.Host, server.Port);
        var signIn = Uri.UnescapeDataString(server.UserInfo).Split(':', 2);
        var account = signIn.Length == 2 ? $",\"user\":\"{signIn[0]}\",\"pass\":\"{signIn[1]}\"" : "";
        socket.Send(Encoding.UTF8.GetBytes($"CONNECT {{\"verbose\":false{account}}}\r\nSUB {subject} 1\r\nPING\r\n"));
        var (input, output) = (new byte[Room], new byte[Room]);
        var held = 0;
        while (socket.Receive(input.AsSpan(held)) is > 0 and var received)
        {
            held += received;
            var written = 0;
            var used = 0;
            while (TryTake(input.AsSpan(used, held - used), out var line, out var taken))
            {
                used += taken;
                written += Reply(line, answer, output.AsSpan(written));
                if (written > Room - answer.Length - 1024)
                {
                    SendAll(socket, output.AsSpan(0, written));
                    written = 0;
                }
            }

            SendAll(socket, output.AsSpan(0, written));
            input.AsSpan(used, held - used).CopyTo(input);
            held -= used;
        }
    }

    // One operation with its payload, if all of it is there.
    private static bool TryTake(Span<byte> bytes, out ReadOnlySpan<byte> line, out int taken)
    {
        var end = bytes.IndexOf("\r\n"u8);
        line = end < 0 ? default : bytes[..end];
        taken = end + 2;
        if (end >= 0 && line.StartsWith("MSG "u8))
        {
            _ = Utf8Parser.TryParse(line[(line.LastIndexOf((byte)' ') + 1)..], out int payload, out _);
            taken += payload + 2;
        }

        return end >= 0 && taken <= bytes.Length;
    }

    private static int Reply(ReadOnlySpan<byte> line, byte[] answer, Span<byte> output)
    {
        if (line.StartsWith("PING"u8))
        {
            "PONG\r\n"u8.CopyTo(output);
            return 6;
        }

        if (line.StartsWith("PONG"u8))
        {
            Console.WriteLine("ready");
        }

        if (!line.StartsWith("MSG "u8))
        {
            return 0;
        }

        // MSG subject sid reply length
        var withoutLength = line[..line.LastIndexOf((byte)' ')];
        var reply = withoutLength[(withoutLength.LastIndexOf((byte)' ') + 1)..];
        var rest = output;
        Put("PUB "u8, ref rest);
        Put(reply, ref rest);
        Put(" "u8, ref rest);
        Utf8Formatter.TryFormat(answer.Length, rest, out var digits);
        rest = rest[digits..];
        Put("\r\n"u8, ref rest);
        Put(answer, ref rest);
        Put("\r\n"u8, ref rest);
        return output.Length - rest.Length;
    }

    private static void Put(ReadOnlySpan<byte> bytes, ref Span<byte> rest)
    {
        bytes.CopyTo(rest);
        rest = rest[bytes.Length..];
    }

    private static void SendAll(Socket socket, ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            bytes = bytes[socket.Send(bytes)..];
        }
    }
}
