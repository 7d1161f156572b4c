/** What is made stands between two marks of a document. */

/** The document with `made` between two marks; undefined where it has not both. */
export const putBetween =
  (first: string, last: string) =>
  (made: string) =>
  (document: string): string | undefined => {
    const from = document.indexOf(first),
      to = document.indexOf(last)
    return from < 0 || to < from
      ? undefined
      : `${document.slice(0, from + first.length)}\n\n${made}\n\n${document.slice(to)}`
  }

export const begin = '<!-- results: made by npm run results, do not edit -->',
  end = '<!-- end of results -->'

export const putBetweenMarks = putBetween(begin, end)
