using System.Security.Cryptography;
using System.Text;
using Singularity.ServiceDefaults.Home;

namespace Singularity.Api.Knowledge.Presence;

/// <summary>
/// Tells machines apart, and says nothing else of them: 64 bits of a keyed hash of the data folder, the key being what machine-id(5) holds, which is confidential and
/// not to be shown, or the host's name where there is none.
/// </summary>
internal static class MachineCode
{
    private const string MachineId = "/etc/machine-id";
    private const int Bytes = 8;

    public static string Read(SingularityHome home) => Of(ReadMachine(), home.Path);

    internal static string Of(string machine, string folder) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(machine), Encoding.UTF8.GetBytes("singularity " + folder)).AsSpan(0, Bytes));

    private static string ReadMachine()
    {
        try
        {
            return File.Exists(MachineId) && File.ReadAllText(MachineId).Trim() is { Length: > 0 } id ? id : Environment.MachineName;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Environment.MachineName;
        }
    }
}
