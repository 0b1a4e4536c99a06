using Singularity.Contracts.Identity;

namespace Singularity.Registry.Lockfiles;

/// <summary>What all formats share: names, text, limits and messages.</summary>
/// <param name="name">The file's usual name.</param>
/// <param name="ecosystem">Whose packages it names.</param>
/// <param name="remedy">How a broken file is mended; ends a message.</param>
internal abstract class LockfileFormat(string name, Ecosystem ecosystem, string remedy) : ILockfileFormat
{
    public string Name => name;

    public virtual bool Matches(string fileName) => BaseName(fileName).Equals(name, StringComparison.OrdinalIgnoreCase);

    public LockfileReading Read(string fileName, ReadOnlyMemory<byte> content)
    {
        try
        {
            var sink = new LockfileSink(ecosystem);
            ReadEntries(LockfileText.ToUtf8(content), sink);
            return sink.ToReading();
        }
        catch (LockfileException problem)
        {
            var place = (problem.Line, problem.Column) switch
            {
                (null, _) => "",
                ({ } line, null) => $" line {line}",
                ({ } line, { } column) => $" line {line}, column {column}",
            };
            return new LockfileReading.Malformed($"{PackageName.Display(fileName)}{place}: {problem.Message}; {problem.Remedy ?? remedy}.");
        }
    }

    /// <exception cref="LockfileException">The file is malformed or breaks a limit.</exception>
    protected abstract void ReadEntries(ReadOnlyMemory<byte> utf8, LockfileSink sink);

    protected static ReadOnlySpan<char> BaseName(string fileName) => fileName.AsSpan(fileName.AsSpan().LastIndexOfAny('/', '\\') + 1);
}
