/**
 * Given names by generation: each with its approximate bearers in hundreds and the year around which it was given most,
 * so that nobody born in 1960 is called Enzo.
 */
import type { Dice } from '../../kernel/dice.js';
import type { Drawing } from './drawing.js';
import { drawing } from './drawing.js';

interface GivenName {
  readonly name: string;
  readonly weight: number;
  readonly peak: number;
}

const women = names(`
  Marie 900/1955 Jeanne 120/1940 Françoise 400/1948 Monique 380/1944 Catherine 390/1959 Nathalie 380/1967 Isabelle 370/1965
  Jacqueline 330/1943 Anne 320/1960 Sylvie 360/1961 Martine 340/1954 Madeleine 90/1938 Nicole 310/1946 Suzanne 80/1937
  Hélène 200/1955 Christine 330/1958 Valérie 290/1968 Sandrine 250/1972 Stéphanie 270/1974 Véronique 270/1962 Sophie 260/1969
  Céline 230/1979 Chantal 240/1952 Patricia 230/1960 Brigitte 240/1957 Julie 240/1985 Annie 200/1949 Aurélie 200/1982
  Laurence 190/1967 Émilie 190/1983 Dominique 180/1955 Christiane 150/1946 Virginie 180/1977 Élodie 180/1986 Corinne 180/1962
  Caroline 160/1977 Laetitia 160/1978 Karine 160/1972 Florence 160/1966 Laura 190/1990 Camille 210/1994 Pauline 170/1991
  Sarah 170/1993 Manon 190/1997 Marion 150/1989 Mathilde 140/1994 Léa 190/2000 Chloé 170/2000 Emma 170/2006 Clara 140/2002
  Inès 120/2004 Jade 130/2008 Louise 150/2009 Alice 110/2010 Lucie 130/1999 Océane 120/1999 Anaïs 150/1993 Marine 150/1990
  Morgane 110/1992 Mélanie 150/1984 Audrey 150/1983 Jessica 120/1988 Jennifer 120/1985 Cindy 70/1986 Vanessa 110/1982
  Delphine 130/1976 Séverine 120/1974 Estelle 90/1980 Charlotte 120/1988 Claire 140/1983 Cécile 130/1974 Agnès 110/1962
  Béatrice 130/1960 Michèle 190/1947 Danielle 150/1947 Josiane 110/1950 Évelyne 130/1952 Ghislaine 70/1953 Colette 100/1941
  Simone 70/1935 Yvette 80/1940 Denise 80/1938 Odette 60/1934 Ginette 60/1938 Josette 80/1943 Bernadette 90/1948
  Élisabeth 130/1955 Geneviève 100/1947 Pascale 110/1961 Maryse 70/1952 Nadine 110/1957 Muriel 70/1963 Fabienne 100/1963
  Carole 100/1969 Magali 70/1974 Sabrina 90/1983 Nadia 80/1975 Samira 60/1974 Fatima 90/1970 Fatou 40/1985 Aminata 40/1992
  Khadija 40/1972 Leïla 60/1983 Yasmine 70/1998 Aïcha 50/1990 Imane 40/1999 Myriam 80/1975 Rachel 50/1976 Esther 30/1998
  Justine 120/1991 Margaux 80/1995 Amandine 110/1985 Coralie 70/1988 Élise 90/1985 Gaëlle 60/1979 Solène 50/1995
  Maëlle 50/2001 Romane 70/2002 Juliette 110/2001 Zoé 80/2006 Lola 70/2004 Lina 70/2008 Nina 50/2004 Ambre 50/2007
  Anna 80/2008 Éva 60/2005 Louna 30/2005 Maëlys 40/2006 Noémie 80/1994 Ophélie 60/1990 Tiphaine 40/1990 Alexandra 100/1984
  Alicia 50/1997 Angélique 80/1977 Barbara 40/1975 Bérénice 20/1985 Clémence 80/1992 Clotilde 30/1978 Constance 30/1998
  Diane 40/1990 Dorothée 40/1976 Edwige 30/1966 Fanny 80/1985 Flavie 20/1998 Gwenaëlle 40/1977 Joëlle 70/1953
  Judith 30/1975 Ludivine 60/1983 Lydie 50/1965 Maud 40/1975 Mireille 70/1953 Monia 20/1976 Noëlle 40/1954 Paulette 50/1937
  Régine 50/1955 Roxane 40/1995 Salomé 40/2002 Solange 50/1943 Thérèse 60/1943 Victoria 50/2003 Viviane 50/1954
`);

const men = names(`
  Jean 700/1945 Michel 560/1947 Philippe 470/1960 Alain 430/1950 Pierre 420/1950 Patrick 400/1956 Nicolas 380/1980
  Christophe 370/1969 Daniel 340/1949 Christian 330/1953 Bernard 330/1947 Stéphane 330/1970 Laurent 320/1967 Éric 310/1965
  David 300/1974 Frédéric 300/1970 Gérard 280/1948 Thierry 290/1962 Julien 280/1983 Olivier 280/1969 Pascal 280/1962
  Sébastien 270/1977 Thomas 270/1988 Alexandre 270/1988 Dominique 220/1957 Didier 220/1959 Bruno 210/1962 Jacques 250/1945
  Claude 230/1943 André 200/1938 Maxime 220/1991 Vincent 200/1980 Gilles 190/1959 Serge 180/1952 Marc 180/1959
  Anthony 180/1988 Jérôme 190/1975 Guillaume 190/1983 Antoine 180/1990 François 190/1955 Quentin 170/1993 Kévin 170/1991
  Romain 180/1987 Clément 170/1993 Hugo 180/2000 Lucas 190/2002 Théo 160/2000 Nathan 150/2003 Enzo 140/2003 Louis 150/2005
  Mathis 110/2004 Léo 120/2006 Gabriel 140/2008 Raphaël 120/2006 Arthur 130/2005 Jules 120/2007 Adam 100/2008 Ethan 80/2007
  Tom 80/2004 Noah 80/2008 Alexis 140/1995 Valentin 130/1996 Dylan 90/1997 Jordan 80/1991 Benjamin 140/1987 Mathieu 170/1985
  Jonathan 110/1986 Florian 130/1991 Adrien 120/1990 Damien 120/1983 Cédric 140/1978 Fabrice 140/1969 Franck 140/1968
  Xavier 120/1971 Yves 120/1951 Denis 130/1958 René 120/1936 Roger 100/1934 Marcel 90/1934 Robert 120/1940 Raymond 90/1936
  Henri 80/1938 Georges 90/1938 Maurice 80/1936 Guy 130/1944 Joël 110/1953 Roland 80/1945 Lucien 50/1936 Hervé 110/1962
  Arnaud 120/1977 Ludovic 120/1977 Fabien 120/1980 Grégory 110/1979 Mickaël 130/1983 Yannick 100/1971 Yann 80/1978
  Loïc 80/1985 Erwan 40/1985 Gaël 40/1985 Ronan 30/1978 Mohamed 140/1985 Karim 90/1977 Mehdi 80/1988 Rachid 70/1970
  Ahmed 70/1980 Youssef 60/1990 Samir 60/1976 Farid 50/1970 Yassine 60/1997 Rayan 60/2004 Ibrahim 50/1999 Mamadou 60/1988
  Moussa 50/1990 Ousmane 30/1988 Abdoulaye 30/1988 Amine 50/1998 Bilal 40/1999 Ali 60/1985 Omar 40/1992 Nassim 30/1997
  Simon 90/1992 Paul 120/1995 Baptiste 100/1997 Corentin 80/1996 Rémi 110/1989 Bastien 90/1993 Dorian 60/1996 Tristan 60/1998
  Victor 90/1998 Martin 80/2000 Samuel 90/1995 Robin 70/1995 Axel 90/2002 Maël 50/2006 Evan 50/2006
  Mathéo 60/2005 Noa 30/2006 Sacha 60/2006 Timéo 30/2007 Gabin 40/2007 Augustin 40/1999 Charles 80/1990 Édouard 50/1988
  Étienne 80/1985 Emmanuel 130/1972 Régis 70/1963 Rodolphe 30/1973 Richard 80/1960 Sylvain 120/1977 Steve 40/1985
  Teddy 40/1987 Thibault 90/1990 Tony 60/1982 William 60/1983 Cyril 100/1976 Cyrille 40/1973 Aurélien 100/1985 Aymeric 40/1990
  Bertrand 70/1966 Boris 30/1978 Gaëtan 50/1990 Geoffrey 50/1988 Gilbert 60/1946 Grégoire 40/1985 Hubert 40/1950 Jérémy 140/1987
  Joseph 60/1940 Ludwig 10/1980 Lionel 90/1969 Luc 80/1962 Norbert 30/1952 Steven 50/1992 Yvan 30/1970
`);

/** Of a generation: a name is given within about twelve years of its peak, and a little at any time. */
const spreadYears = 12;
const generationYears = 5;

const drawings = new Map<string, Drawing<GivenName>>();

function givenName(dice: Dice, isWoman: boolean, birthYear: number): string {
  return generation(isWoman, Math.floor(birthYear / generationYears) * generationYears).draw(dice).name;
}

/** One in five has a second given name, as the store writes them: separated by a space. */
export function givenNames(dice: Dice, isWoman: boolean, birthYear: number): string {
  const first = givenName(dice, isWoman, birthYear);
  if (!dice.chance(0.2)) return first;
  const second = givenName(dice, isWoman, birthYear - 30);
  return second === first ? first : `${first} ${second}`;
}

function generation(isWoman: boolean, year: number): Drawing<GivenName> {
  const key = `${isWoman ? 'women' : 'men'} ${year}`;
  const known = drawings.get(key);
  if (known !== undefined) return known;
  const made = drawing(
    isWoman ? women : men,
    ({ weight, peak }) => weight * (Math.exp(-(((year - peak) / spreadYears) ** 2)) + 0.004),
  );
  drawings.set(key, made);
  return made;
}

function names(text: string): readonly GivenName[] {
  return [...text.matchAll(/(\S+)\s+(\d+)\/(\d+)/g)].map(([, name = '', weight, peak]) => ({
    name,
    weight: Number(weight),
    peak: Number(peak),
  }));
}
