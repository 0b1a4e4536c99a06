namespace Singularity.Embeddings.Model;

/// <summary>A model file that is missing, damaged or of another format.</summary>
public sealed class ModelException : Exception
{
    /// <param name="problem">What is wrong with the file; starts in lower case and ends with a full stop.</param>
    internal ModelException(string problem)
        : base(problem)
    {
    }

    internal ModelException(string path, string problem, Exception? inner = null)
        : base($"{path} is no usable model: {problem} Put back the file that came with this version, or train it again.", inner)
    {
    }
}
