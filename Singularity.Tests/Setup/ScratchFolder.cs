namespace Singularity.Tests.Setup;

/// <summary>A folder for one test that other accounts may pass, since PostgreSQL runs as another one when we are root.</summary>
internal sealed class ScratchFolder : IDisposable
{
    public ScratchFolder() => Directory.CreateDirectory(Folder);

    public string Folder { get; } = Path.Combine(Path.GetTempPath(), $"singularity-setup-{Guid.NewGuid():N}");

    public string Inside(string name) => Path.Combine(Folder, name);

    public string Write(string name, string content)
    {
        File.WriteAllText(Inside(name), content);
        return Inside(name);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
