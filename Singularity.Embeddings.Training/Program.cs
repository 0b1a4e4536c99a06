using System.CommandLine;
using Singularity.Embeddings.Training;
using Singularity.Embeddings.Training.Corpus;

var descriptions = new Option<FileInfo>("--descriptions") { Description = "Package descriptions as apt downloads them with Acquire::Languages=en.", Required = true };
var summaries = new Option<FileInfo>("--summaries") { Description = "Table of packages with the columns name and summary, .tsv or .tsv.gz.", Required = true };
var output = new Option<FileInfo>("--output") { Description = "The model file to write.", Required = true };
var name = new Option<string>("--name") { Description = "The model's name, which every vector carries.", DefaultValueFactory = static _ => "package-text-128" };
var epochs = new Option<int>("--epochs") { Description = "Passes over the packages.", DefaultValueFactory = static _ => new TrainingParameters().Epochs };
var root = new RootCommand("Trains the static subword encoder on package text. The same text gives the same file, on any number of threads.")
{
    descriptions, summaries, output, name, epochs,
};
root.SetAction(parsed =>
{
    try
    {
        var model = TrainModel.Run(
            parsed.GetRequiredValue(name),
            SummaryFile.Read(parsed.GetRequiredValue(summaries).FullName),
            DescriptionFile.Read(parsed.GetRequiredValue(descriptions).FullName),
            new TrainingParameters { Epochs = parsed.GetValue(epochs) },
            Console.Out);
        File.WriteAllBytes(parsed.GetRequiredValue(output).FullName, model);
        Console.WriteLine($"{parsed.GetRequiredValue(output).FullName}: {model.Length / 1048576.0:0.0} MiB");
        return 0;
    }
    catch (Exception problem) when (problem is IOException or InvalidDataException or UnauthorizedAccessException)
    {
        Console.Error.WriteLine(problem.Message);
        return 1;
    }
});
return await root.Parse(args).InvokeAsync();
