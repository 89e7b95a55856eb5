# Reads the tables that read_all.py names and tells it nulls and sums; the data frames come from the DuckDB command line.
suppressMessages(library(jsonlite))
asked <- fromJSON(file("stdin", encoding = "UTF-8"), simplifyVector = FALSE)

one_column <- function(values, what) {
  there <- values[!is.na(values)]
  total <- switch(what,
    text = sum(nchar(there, type = "chars")),
    date = sum(as.numeric(as.Date(there))),
    bool = sum(there == "true"),
    sum(as.numeric(there))
  )
  list(nulls = unbox(sum(is.na(values))), sum = unbox(as.numeric(total)))
}

one_table <- function(table) {
  columns <- names(table$kinds)
  # CSV has no lists: of a list its length is asked for.
  terms <- ifelse(table$kinds == "list", sprintf("len(%s) AS %s", columns, columns), columns)
  query <- sprintf("SELECT %s FROM '%s'", paste(terms, collapse = ", "), table$file)
  frame <- read.csv(pipe(paste("duckdb -csv -nullvalue '' -c", shQuote(query)), encoding = "UTF-8"),
    na.strings = "", colClasses = "character", encoding = "UTF-8")
  list(rows = unbox(nrow(frame)), columns = Map(function(name, what) one_column(frame[[name]], what), columns, table$kinds))
}

cat(toJSON(list(version = unbox(paste(R.version$major, R.version$minor, sep = ".")), tables = lapply(asked, one_table)), digits = NA))
