using System.Diagnostics;
using Singularity.Embeddings.Model;
using Singularity.Embeddings.Training.Corpus;
using Singularity.Embeddings.Training.Learning;
using Singularity.Embeddings.Training.Pairs;

namespace Singularity.Embeddings.Training;

/// <summary>From text to a model file.</summary>
internal static class TrainModel
{
    public static byte[] Run(string name, IReadOnlyList<PackageText> packages, IReadOnlyList<PackageText> descriptions, TrainingParameters parameters, TextWriter log)
    {
        var started = Stopwatch.GetTimestamp();
        var book = WordBook.Of(packages.Concat(descriptions).SelectMany(static p => new[] { p.Name, p.Summary }), parameters);
        var source = new PairSource(book, packages, descriptions, parameters);
        log.WriteLine($"{source.Packages} distinct summaries, {descriptions.Count} descriptions, {source.Matches} of them of a package in the list; {book.Words.Count} words, {book.Known} with a row");
        var rows = new EncoderRows(book, parameters);
        var learner = new ContrastiveLearner(book, rows, parameters);
        var batches = Math.Max(1, source.Packages / parameters.Batch);
        for (var epoch = 0; epoch < parameters.Epochs; epoch++)
        {
            var loss = 0.0;
            for (var batch = 0; batch < batches; batch++)
            {
                var done = ((epoch * batches) + batch) / (float)(parameters.Epochs * batches);
                loss += learner.Learn(source.Draw(), 1 - (parameters.Decay * done));
            }

            log.WriteLine($"epoch {epoch + 1}: loss {loss / batches:0.0000} after {Stopwatch.GetElapsedTime(started).TotalSeconds:0} s");
        }

        return ModelWriter.Write(name, parameters.Dimensions, [.. book.Words.Take(book.Known)], rows.Weighted(), parameters.ShortestGram, parameters.LongestGram);
    }
}
