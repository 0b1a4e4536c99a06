namespace Singularity.Contracts.Knowledge;

/// <summary>Sizes of what an observation may hold; texts in UTF-16 characters.</summary>
public static class KnowledgeLimits
{
    /// <summary>Of a whole observation, in bytes of UTF-8.</summary>
    public const int ObservationBytes = 256 * 1024;

    public const int InstanceId = 64;

    public const int Title = 200;

    public const int Body = 20_000;

    public const int Code = 40_000;

    public const int Kind = 32;

    public const int Language = 40;

    /// <summary>How many tags.</summary>
    public const int Tags = 20;

    public const int Tag = 50;

    /// <summary>How many packages.</summary>
    public const int Packages = 20;

    public const int Purl = 800;

    public const int Range = 256;

    /// <summary>How many symbols of one package.</summary>
    public const int Symbols = 50;

    public const int Symbol = 200;

    public const int Cause = 300;

    public const int Reason = 1_000;

    /// <summary>How many causes one correction answers.</summary>
    public const int Answers = 20;

    public const int Model = 100;
}
