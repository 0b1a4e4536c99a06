using System.Text;

namespace Aspire.Hosting.Orchestration;

/// <summary>Cuts a process's output into lines; one without an end is cut at a limit, so memory stays bounded.</summary>
internal static class LinePump
{
    private const int MaxLength = 16 * 1024;

    public static async Task RunAsync(StreamReader output, Action<string> line)
    {
        var buffer = new char[4096];
        var pending = new StringBuilder();
        try
        {
            while (await output.ReadAsync(buffer.AsMemory()) is > 0 and var count)
                foreach (var c in buffer.AsSpan(0, count))
                {
                    if (c != '\n') pending.Append(c);
                    if (c == '\n' || pending.Length >= MaxLength) Emit(pending, line);
                }
        }
        catch (Exception closed) when (closed is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The process is gone; what it said so far is all there is.
        }

        if (pending.Length > 0) Emit(pending, line);
    }

    private static void Emit(StringBuilder pending, Action<string> line)
    {
        if (pending.Length > 0 && pending[^1] == '\r') pending.Length--;
        line(pending.ToString());
        pending.Clear();
    }
}
