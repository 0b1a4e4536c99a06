namespace Singularity.Registry.Lockfiles;

/// <summary>One kind of file in which a client writes down the packages of a project.</summary>
internal interface ILockfileFormat
{
    /// <summary>The file's usual name, such as <c>package-lock.json</c>; users name the format so.</summary>
    string Name { get; }

    /// <summary>Whether a file of this name is of this format.</summary>
    /// <param name="fileName">A name or a path, with slashes of either kind.</param>
    bool Matches(string fileName);

    /// <summary>Never throws for any content.</summary>
    /// <param name="fileName">For messages.</param>
    LockfileReading Read(string fileName, ReadOnlyMemory<byte> content);
}
