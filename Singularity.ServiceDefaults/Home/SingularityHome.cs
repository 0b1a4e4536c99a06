namespace Singularity.ServiceDefaults.Home;

/// <summary>
/// The folder with this user's data: <c>SINGULARITY_HOME</c>, else <c>singularity</c> in the XDG data directory
/// (<c>~/.local/share</c>), on Windows <c>%LOCALAPPDATA%\singularity</c>.
/// </summary>
public sealed class SingularityHome
{
    public const string Variable = "SINGULARITY_HOME";

    private SingularityHome(string path) => Path = path;

    /// <summary>An absolute path. The folder need not exist.</summary>
    public string Path { get; }

    /// <summary>This folder, whatever the environment says.</summary>
    public static SingularityHome At(string path) => new(System.IO.Path.GetFullPath(path));

    /// <summary>Finds the folder; creates nothing.</summary>
    public static SingularityHome Resolve() => Resolve(Environment.GetEnvironmentVariable);

    internal static SingularityHome Resolve(Func<string, string?> variable)
    {
        if (variable(Variable) is { Length: > 0 } home)
        {
            return new SingularityHome(System.IO.Path.GetFullPath(home));
        }

        var data = OperatingSystem.IsWindows() ? variable("LOCALAPPDATA") : variable("XDG_DATA_HOME");

        // The XDG specification says that a relative path is to be ignored.
        if (data is not { Length: > 0 } || !System.IO.Path.IsPathRooted(data))
        {
            data = OperatingSystem.IsWindows()
                ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
                : System.IO.Path.Combine(UserFolder(variable), ".local", "share");
        }

        return new SingularityHome(System.IO.Path.Combine(data, "singularity"));
    }

    /// <summary>The path of a file in the folder, which is created when absent.</summary>
    public string File(string name)
    {
        Create();
        return System.IO.Path.Combine(Path, name);
    }

    /// <summary>
    /// Creates the folder; one that exists keeps its mode. Others can pass through it, since a server that gives up root keeps its data below, but not
    /// look around; each file in it has its own mode.
    /// </summary>
    public void Create()
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(Path);
        }
        else
        {
            Directory.CreateDirectory(
                Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        }
    }

    private static string UserFolder(Func<string, string?> variable) =>
        variable("HOME") is { Length: > 0 } home ? home : Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
}
