using Singularity.Contracts.Identity;

namespace Singularity.Registry.Lockfiles;

/// <summary>Why an entry is not imported; each continues the entry's name.</summary>
internal static class SkipReason
{
    public const string Git = "comes from git, not from a registry";

    public const string VersionControl = "comes from version control, not from a registry";

    public const string Url = "comes from a web address, not from a registry";

    public const string File = "comes from a local file or folder, not from a registry";

    public const string Link = "is a link to a local folder";

    public const string Workspace = "is a part of this project";

    public const string Bundled = "is bundled inside the archive of the package that needs it";

    public const string Patch = "is a locally patched copy of another entry";

    public const string NotAVersion = "has no version that a registry could hold";

    /// <param name="address">The registry or index, as the file writes it.</param>
    public static string OtherRegistry(string address) =>
        $"comes from another registry ({PackageName.Display(LockfileAddress.WithoutSecrets(address))})";
}
